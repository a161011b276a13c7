"""Find what a page does not show: parts hidden by style, panes under other tabs, copies of the text for other screens."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from pipeline.clean.chrome import squeeze
from pipeline.clean.html_lines import text_of
from pipeline.clean.html_tree import attribute, tags_in, tokens
from pipeline.clean.weights import Weights

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
PANE = re.compile(r"tab[-_]?(?:pane|panel|item|con|cont|content|box|body|main)\w*|pane|panel", re.IGNORECASE)
ACTIVE = frozenset({"active", "on", "cur", "current", "show", "selected", "in", "this"})
LEAST_COPY = 200
COPY_SHARE = 0.1
"""Blocks of less weight, or of a smaller share of that of the page, are not compared."""


def hidden_tags(page: BeautifulSoup) -> set[int]:
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


def copies(root: Tag, dropped: set[int], weights: Weights) -> set[int]:
    """Return the ids of blocks that say what the block beside them says, as pages do that have one for each kind of screen."""
    found: set[int] = set()
    least = max(LEAST_COPY, COPY_SHARE * weights.of(root))
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
                found.add(id(child))
            else:
                seen.add(words)
                below.append(child)
    return found
