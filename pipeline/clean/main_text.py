"""Find the main text of a page: what is hidden or furniture is dropped, then the part with the words of the notice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from pipeline.clean.attachments import is_file_link
from pipeline.clean.chrome import is_block, is_container, is_wrapper, squeeze
from pipeline.clean.headline import headings
from pipeline.clean.html_lines import BLOCKS, SILENT, text_of
from pipeline.clean.html_tree import Words, attribute, tags_in, tokens, words_in

HIDDEN_STYLE = re.compile(
    r"""
      display\s*:\s*none | visibility\s*:\s*hidden | font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)
    | (?:text-indent|left|top)\s*:\s*-\d{3,}        # moved off the screen
    """,
    re.IGNORECASE | re.VERBOSE,
)
CSS_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
CSS_NAME = re.compile(r"[.#][A-Za-z_][\w-]*")
MEDIA = re.compile(r"@media[^{}]{0,300}\{(?:[^{}]{0,500}\{[^{}]{0,2000}\}){0,200}\s*\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SENTENCE = re.compile(r"[，。；]")
DOWN = BLOCKS - {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre"} | {"form"}
FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "menu", "marquee"})

KNOWN_SHARE = 0.25
"""A known container is believed if it holds this share of the weight of the whole page."""
STOP_WEIGHT = 20
DESCEND = 0.85
"""Without a known container, go down as long as one child holds this share of its parent's weight."""
GUARD = 0.5
"""Furniture by name that holds more than this share of the page's weight is no furniture."""
SAME_TEXT = 200
COPY_SHARE = 0.1
PANE = re.compile(r"tab[-_]?(?:pane|panel|item|con|cont|content|box|body|main)\w*|pane|panel", re.IGNORECASE)
ACTIVE = frozenset({"active", "on", "cur", "current", "show", "selected", "in", "this"})
FRAGMENT_LINKS = 0.1
SIGNATURE_DAY = re.compile(
    r"(?:19|20|二[〇○ＯO零0])[\d〇○ＯO零0一二三四五六七八九]{2}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
LEAST_TEXT = 60
LEAST_SHARE = 0.1
"""The part below the title has this weight at least, and this share of that of the page."""
MENU_LINKS = 3
MENU_SHARE = 0.7
LIST_LINKS = 5
LIST_TITLE = 10
LIST_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class MainText:
    """The parts of a page that hold the notice, in order; `dropped` the ids of tags not to read; `method` says how found.

    `listing` tells that the part is a list of links to other pages.
    """

    parts: tuple[Tag, ...]
    dropped: set[int]
    method: str
    listing: bool = False


@dataclass(slots=True)
class Weights:
    """For each tag, by id: characters outside links, where a stop counts `STOP_WEIGHT`, and inside links, and the number of links."""

    plain: dict[int, int]
    linked: dict[int, int]
    links: dict[int, int]

    def of(self, tag: Tag) -> int:
        """Return the weight of a tag."""
        return self.plain.get(id(tag), 0)


def find_main(page: BeautifulSoup) -> MainText:
    """Find the main text of a page."""
    root = page.body or page
    hidden = _hidden(page)
    weights = weigh(root, hidden)
    if not weights.of(root) and weigh(root, set()).of(root):
        hidden = set()  # the whole page is hidden until a script shows it
        weights = weigh(root, hidden)
    named = _furniture(root, weights)
    dropped = hidden | named
    weights = weigh(root, dropped)
    dropped |= _copies(root, dropped, weights)
    weights = weigh(root, dropped)
    parts = _known(root, dropped, weights)
    method = "known container"
    if len(parts) == 1 and all(is_wrapper(name) for name in tokens(parts[0]) if is_container(name)):
        region = _below_title(page, parts[0], dropped, weights)
        dropped |= _link_blocks(region, weights)
        parts = (_densest(region, dropped, weigh(root, dropped)),)
    elif len(parts) == 1:
        region = _below_title(page, parts[0], dropped, weights)
        parts = parts if _has_prose(parts[0], dropped | {id(region)}) else (region,)
        dropped |= _before_prose(parts[0], _link_blocks(parts[0], weights))
    if not parts and page.body is None and weights.linked[id(root)] < FRAGMENT_LINKS * weights.of(root):
        parts, method = (root,), "whole fragment"
    if not parts:
        region = _below_title(page, root, dropped, weights)
        dropped |= _link_blocks(region, weights)
        parts, method = (_densest(region, dropped, weigh(root, dropped)),), "densest part"
    listed = None if any(_has_prose(part, dropped) for part in parts) else _listing(root, hidden | named)
    if listed is not None:
        return MainText((listed,), hidden | named, "list of links", listing=True)
    return MainText(parts, dropped, method)


def weigh(root: Tag, dropped: set[int]) -> Weights:
    """Weigh every tag below `root` that is not below a dropped one."""
    weights = Weights({}, {}, {})

    def visit(tag: Tag, in_link: bool) -> tuple[int, int, int]:
        plain = linked = links = 0
        for child in tag.children:
            if isinstance(child, Words):
                words = squeeze(child)
                if in_link:
                    linked += len(words)
                else:
                    plain += len(words) + STOP_WEIGHT * len(SENTENCE.findall(words))
            elif isinstance(child, Tag) and child.name not in SILENT and id(child) not in dropped:
                link = child.name == "a" and bool(attribute(child, "href")) and not is_file_link(child)
                below = visit(child, in_link or link)
                plain, linked, links = plain + below[0], linked + below[1], links + below[2] + link
        weights.plain[id(tag)], weights.linked[id(tag)], weights.links[id(tag)] = plain, linked, links
        return plain, linked, links

    visit(root, False)
    return weights


def _hidden(page: BeautifulSoup) -> set[int]:
    """Return the ids of tags that style hides: by their own style, the hidden attribute, or a rule of the page's own sheet."""
    names: set[str] = set()
    for sheet in page.find_all("style"):
        css = MEDIA.sub("", COMMENT.sub("", sheet.string or "".join(map(str, sheet.strings)))[:100_000])
        for selectors, body in CSS_RULE.findall(css):
            if HIDDEN_STYLE.search(body):
                names.update(s.strip() for s in selectors.split(",") if CSS_NAME.fullmatch(s.strip()))
    hidden: set[int] = set()
    for tag in tags_in(page):
        style = attribute(tag, "style")
        if (
            (style and HIDDEN_STYLE.search(style))
            or tag.has_attr("hidden")
            or (names and any(f".{n}" in names for n in attribute(tag, "class").split()))
            or (names and f"#{attribute(tag, 'id')}" in names)
        ):
            hidden.add(id(tag))
    return hidden | _inactive_panes(page)


def _inactive_panes(page: BeautifulSoup) -> set[int]:
    """Return the ids of panes under tabs beside one that is marked as the active one: they show when one clicks."""
    panes: dict[int, list[Tag]] = {}
    for tag in tags_in(page):
        if tag.parent is not None and any(map(PANE.fullmatch, tokens(tag))):
            panes.setdefault(id(tag.parent), []).append(tag)
    return {
        id(tag)
        for beside in panes.values()
        if sum(not ACTIVE.isdisjoint(tokens(tag)) for tag in beside) == 1
        for tag in beside
        if ACTIVE.isdisjoint(tokens(tag))
    }


def _copies(root: Tag, dropped: set[int], weights: Weights) -> set[int]:
    """Return the ids of blocks that say what the block beside them says, as pages do that have one for each kind of screen."""
    copies: set[int] = set()
    least = max(SAME_TEXT, COPY_SHARE * weights.of(root))
    below = [root]
    while below:
        heavy = [
            child
            for child in below.pop().children
            if isinstance(child, Tag) and id(child) not in dropped and weights.of(child) >= least
        ]
        seen: set[str] = set()
        for child in heavy:
            words = squeeze(text_of(child)) if len(heavy) > 1 else ""
            if words and words in seen:
                copies.add(id(child))
            else:
                seen.add(words)
                below.append(child)
    return copies


def _furniture(root: Tag, weights: Weights) -> set[int]:
    whole = max(1, weights.of(root))
    return {
        id(tag)
        for tag in tags_in(root)
        if (tag.name in FURNITURE_TAGS or any(map(is_block, tokens(tag))))
        and weights.of(tag) < GUARD * whole
        and not any(is_container(name) for name in tokens(tag))
    }


def _known(root: Tag, dropped: set[int], weights: Weights) -> tuple[Tag, ...]:
    """Return the known containers that hold the text: the innermost with all its running text, copies left out."""
    whole = weights.of(root)
    known = [tag for tag in tags_in(root) if any(map(is_container, tokens(tag))) and weights.of(tag) > 0]
    if not known:
        return ()
    best = max(map(weights.of, known))
    if best < KNOWN_SHARE * whole:
        return ()
    heavy = [tag for tag in known if weights.of(tag) >= 0.2 * best]
    tops = [tag for tag in heavy if not any(other is not tag and other in tag.parents for other in heavy)]
    parts: list[Tag] = []
    seen: list[str] = []
    for top in tops:
        part = top
        for tag in heavy:
            if part in tag.parents and not _has_prose(part, dropped | {id(tag)}):
                part = tag
        words = squeeze(text_of(part))
        if any(words[:SAME_TEXT] in earlier for earlier in seen):
            continue
        seen.append(words)
        parts.append(part)
    return tuple(parts)


def _has_prose(part: Tag, dropped: set[int]) -> bool:
    """Tell whether there is running text or a filled table below `part`, outside what is dropped."""
    if id(part) in dropped:
        return False
    for child in part.children:
        if isinstance(child, Words):
            if _is_prose(child):
                return True
        elif isinstance(child, Tag) and child.name not in SILENT and _has_prose(child, dropped):
            return True
    return False


def _is_prose(words: Words) -> bool:
    text = squeeze(words)
    return len(text) >= 20 and SENTENCE.search(text) is not None and (words.parent is None or words.parent.name != "a")


def _listing(root: Tag, dropped: set[int]) -> Tag | None:
    """Return the smallest part that holds nearly all links which read like titles, or None where there are few."""

    def titles(tag: Tag) -> int:
        if id(tag) in dropped or tag.name in SILENT:
            return 0
        if tag.name == "a":
            return int(len(squeeze(text_of(tag))) >= LIST_TITLE)
        return sum(titles(child) for child in tag.children if isinstance(child, Tag))

    part, count = root, titles(root)
    if count < LIST_LINKS:
        return None
    while True:
        inner = next(
            (c for c in part.children if isinstance(c, Tag) and titles(c) >= LIST_SHARE * count and c.name != "a"), None
        )
        if inner is None:
            return part
        part = inner


def _below_title(page: BeautifulSoup, root: Tag, dropped: set[int], weights: Weights) -> Tag:
    """Return the smallest part of `root` that holds the title and the text below it; `root` where no title is found.

    A part that has little of the weight is believed where a signature closes it, or where nothing heavier follows.
    """
    best = root
    least = max(LEAST_TEXT, LEAST_SHARE * weights.of(root))
    for title in headings(page, root, dropped):
        part = title
        while part is not root and (
            weights.of(part) - weights.of(title) < least
            or (_heavier_follows(part, root, weights) and not _signed(part))
        ):
            part = part.parent or root
        if best is root or weights.of(part) > weights.of(best):
            best = part
    return best


def _heavier_follows(part: Tag, root: Tag, weights: Weights) -> bool:
    """Tell whether a block behind `part` has as much weight as it, on any level below `root`."""
    above = part
    while above is not root and above.parent is not None:
        if any(isinstance(later, Tag) and weights.of(later) >= weights.of(part) for later in above.next_siblings):
            return True
        above = above.parent
    return False


def _signed(part: Tag) -> bool:
    """Tell whether a date stands below `part` as words of its own, as under a signature."""
    return any(SIGNATURE_DAY.fullmatch(squeeze(words)) for words in words_in(part))


def _link_blocks(root: Tag, weights: Weights) -> set[int]:
    """Return the ids of blocks that are nearly all links: menus and lists of other pages, whatever they are called."""
    return {
        id(tag)
        for tag in tags_in(root)
        if tag.name not in {"p", "span", "font"}
        and weights.links.get(id(tag), 0) >= MENU_LINKS
        and weights.linked[id(tag)] > MENU_SHARE * (weights.linked[id(tag)] + weights.of(tag))
        and not _begins_as_annex(tag)
    }


def _before_prose(part: Tag, blocks: set[int]) -> set[int]:
    """Return those of some blocks that begin before the first running text of a part: menus beside it, not lists in it."""
    before: set[int] = set()
    for node in part.descendants:
        if isinstance(node, Tag) and id(node) in blocks:
            before.add(id(node))
        elif isinstance(node, Words) and _is_prose(node):
            break
    return before


def _begins_as_annex(tag: Tag) -> bool:
    return next((squeeze(words) for words in words_in(tag) if words.strip()), "").startswith("附件")


def _densest(root: Tag, dropped: set[int], weights: Weights) -> Tag:
    """Go down from `root` as long as one block holds nearly all of the weight; never into a row of a table only."""

    def weight(tag: Tag) -> float:
        return weights.of(tag) + weights.linked.get(id(tag), 0) / 4

    part = whole = root
    while True:
        blocks = [c for c in part.children if isinstance(c, Tag) and id(c) not in dropped and c.name in DOWN]
        heaviest = max(blocks, key=weight, default=None)
        if heaviest is None or weight(heaviest) < DESCEND * weight(part) or _signed_behind(heaviest, dropped):
            return whole
        part = heaviest
        if part.name not in {"tbody", "tr"}:
            whole = part


def _signed_behind(part: Tag, dropped: set[int]) -> bool:
    """Tell whether a signature's date stands in a block behind `part`, beside it."""
    return any(isinstance(later, Tag) and id(later) not in dropped and _signed(later) for later in part.next_siblings)
