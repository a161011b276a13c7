"""Find the main text of a page: what is hidden or furniture is dropped, then the part with the words of the notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from pipeline.clean.chrome import is_block, is_container, is_wrapper, squeeze
from pipeline.clean.headline import headings
from pipeline.clean.hidden import copies, hidden_tags
from pipeline.clean.html_lines import BLOCKS, SILENT, text_of
from pipeline.clean.html_tree import Words, tags_in, tokens, words_in
from pipeline.clean.weights import PROSE, SENTENCE, Weights, has_prose, is_signed, signs, weigh

DOWN = BLOCKS - {"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre"} | {"form"}
FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "menu", "marquee"})

KNOWN_SHARE = 0.25
"""A known container is believed if it holds this share of the weight of the whole page."""
DESCEND = 0.85
"""Without a known container, go down as long as one child holds this share of its parent's weight."""
SHOWN_SHARE = 0.2
"""Where less than this share of the page's weight is shown, what hides the rest is not believed."""
GUARD = 0.5
"""Furniture by name that holds more than this share of the page's weight is no furniture."""
SAME_TEXT = 200
FRAGMENT_LINKS = 0.1
LEAST_SIGNS = 1
LEAST_TEXT = 60
LEAST_SHARE = 0.1
"""The part below the title has this weight at least, and this share of that of the page."""
MENU_LINKS = 3
LIST_ITEMS = 2
"""So many links make a menu of a list; of other blocks it takes one more."""
MENU_SHARE = 0.7
LIST_LINKS = 5
LIST_TITLE = 10
LIST_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class MainText:
    """The parts of a page that hold the notice, in order; `dropped` the ids of tags not to read; `method` says how found.

    `known` tells that the names of the page say so, `titles` are the elements that show its title. `listing` tells that the
    part is a list of links to other pages.
    """

    parts: tuple[Tag, ...]
    dropped: set[int]
    method: str
    titles: tuple[Tag, ...]
    known: bool = False
    listing: bool = False


def find_main(page: BeautifulSoup) -> MainText:
    """Find the main text of a page."""
    root = page.body or page
    hidden = hidden_tags(page)
    weights = weigh(root, hidden)
    if hidden and weights.of(root) < SHOWN_SHARE * (everything := weigh(root, set())).of(root):
        hidden, weights = set(), everything  # the text is hidden until a script shows it
    titles = headings(page, root, hidden)
    named = _furniture(root, titles, weights)
    dropped = hidden | named
    weights = weigh(root, dropped)
    dropped |= copies(root, dropped, weights)
    weights = weigh(root, dropped)
    region = _below_title(titles, root, weights)
    parts = _known(root, dropped, weights) or _known(region, dropped, weights)
    method = "known container"
    if len(parts) == 1 and all(is_wrapper(name) for name in tokens(parts[0]) if is_container(name)):
        inner = _below_title(titles, parts[0], weights)
        dropped |= _link_blocks(inner, weights)
        parts = (_densest(inner, dropped, weigh(root, dropped)),)
    elif len(parts) == 1:
        inner = _below_title(titles, parts[0], weights)
        parts = parts if has_prose(parts[0], dropped | {id(inner)}) else (inner,)
        dropped |= _before_prose(parts[0], _link_blocks(parts[0], weights))
    if not parts and page.body is None and weights.linked[id(root)] < FRAGMENT_LINKS * weights.of(root):
        parts, method = (root,), "whole fragment"
    if not parts:
        dropped |= _link_blocks(region, weights)
        parts, method = (_densest(region, dropped, weigh(root, dropped)),), "densest part"
    listed = None if any(has_prose(part, dropped) for part in parts) else _listing(region, hidden | named)
    if listed is not None:
        return MainText((listed,), hidden | named, "list of links", (), listing=True)
    return MainText(parts, dropped, method, tuple(titles), known=method != "densest part")


def _furniture(root: Tag, titles: Sequence[Tag], weights: Weights) -> set[int]:
    """Return the ids of what is furniture by its name.

    It holds neither most of the page, nor a title with text below it, nor most of the page's signs of a notice.
    """
    whole = max(1, weights.of(root))
    least = max(LEAST_TEXT, LEAST_SHARE * whole)
    around = {id(tag) for title in titles for tag in title.parents if weights.of(tag) - weights.of(title) >= least}
    named = [
        tag
        for tag in tags_in(root)
        if (tag.name in FURNITURE_TAGS or any(map(is_block, tokens(tag))) or _asks(tag))
        and weights.of(tag) < GUARD * whole
        and id(tag) not in around
        and not any(is_container(name) for name in tokens(tag))
    ]
    most = max(LEAST_SIGNS, signs(root) / 2)
    return {id(tag) for tag in named if weights.of(tag) < least or signs(tag) <= most}


def _asks(tag: Tag) -> bool:
    """Tell whether a tag is a form to be filled in by readers."""
    return tag.name == "form" and (tag.find("textarea") is not None or len(tag.find_all("input", type="text")) > 1)


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
            if part in tag.parents and not has_prose(part, dropped | {id(tag)}):
                part = tag
        words = squeeze(text_of(part))
        if any(words[:SAME_TEXT] in earlier for earlier in seen):
            continue
        seen.append(words)
        parts.append(part)
    return tuple(parts)


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


def _below_title(titles: Sequence[Tag], root: Tag, weights: Weights) -> Tag:
    """Return the smallest part of `root` that holds the title and the text below it; `root` where no title is in it.

    A part is not all of the text where something as heavy follows that has more signs of a notice.
    """
    best = root
    least = max(LEAST_TEXT, LEAST_SHARE * weights.of(root))
    for title in titles:
        if root not in title.parents:
            continue
        part = title
        while part is not root and (weights.of(part) - weights.of(title) < least or _goes_on(part, root, weights)):
            part = part.parent or root
        if best is root or weights.of(part) > weights.of(best):
            best = part
    return best


def _goes_on(part: Tag, root: Tag, weights: Weights) -> bool:
    """Tell whether the notice goes on behind `part`, on any level below `root`."""
    above = part
    while above is not root and above.parent is not None:
        for later in above.next_siblings:
            if isinstance(later, Tag) and weights.of(later) >= weights.of(part) and signs(later) > signs(part):
                return True
        above = above.parent
    return False


def _link_blocks(root: Tag, weights: Weights) -> set[int]:
    """Return the ids of blocks that are nearly all links: menus and lists of other pages, whatever they are called."""
    return {
        id(tag)
        for tag in tags_in(root)
        if tag.name not in {"p", "span", "font"}
        and weights.links.get(id(tag), 0) >= (LIST_ITEMS if tag.name in {"ul", "ol"} else MENU_LINKS)
        and weights.linked[id(tag)] > MENU_SHARE * (weights.linked[id(tag)] + weights.of(tag))
        and not _begins_as_annex(tag)
    }


def _before_prose(part: Tag, blocks: set[int]) -> set[int]:
    """Return those of some blocks that end before the first running text of a part: menus beside it, not lists in it."""
    before: set[int] = set()
    for node in part.descendants:
        if isinstance(node, Tag) and id(node) in blocks:
            before.add(id(node))
        elif isinstance(node, Words) and node.parent is not None and node.parent.name != "a":
            text = squeeze(node)
            if len(text) >= PROSE and SENTENCE.search(text):
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
        if heaviest is None or weight(heaviest) < DESCEND * weight(part) or _signed_beside(heaviest, dropped):
            return whole
        part = heaviest
        if part.name not in {"tbody", "tr"}:
            whole = part


def _signed_beside(part: Tag, dropped: set[int]) -> bool:
    """Tell whether a signature's date stands in a block beside `part`: below the text, or between it and the title."""
    beside = (*part.previous_siblings, *part.next_siblings)
    return any(isinstance(other, Tag) and id(other) not in dropped and is_signed(other) for other in beside)
