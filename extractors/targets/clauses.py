"""Cut text into sentences and clauses: at ，；：。 outside brackets, quotation marks and titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.span import Span

# A protected group is bounded, so that a mark whose partner was lost costs one clause and not the rest of the notice.
CUT = re.compile(
    r"""
    (?P<protected> （[^（）\n]{0,80}） | \([^()\n]{0,80}\) | “[^“”\n]{0,60}” | 《[^《》\n]{0,80}》
                 | 「[^「」\n]{0,60}」 | 〔[^〔〕\n]{0,40}〕 | \[[^\[\]\n]{0,80}\] | 【[^【】\n]{0,80}】 )
  | (?P<stop> [。！？!?\n\t]+ | \.(?=\s|$) )
  | (?P<part> [；;]+ )
  | (?P<pause> [，：] | (?<![0-9]), | ,(?![0-9]{3}(?![0-9])) | (?<![0-9]):(?=[^0-9/]) | (?<=[\u4e00-\u9fff]):(?=[0-9]) | :(?=[^0-9/]) | —— )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without the mark that ends it. `mark` is that mark, empty at the end of the text; `part` counts ；."""

    span: Span
    mark: str
    part: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its clauses in text order; it has at least one."""

    span: Span
    clauses: tuple[Clause, ...]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """Cut `text[start:end]` into sentences of clauses. White space around a clause is left out; empty ones are dropped."""
    stop = len(text) if end is None else end
    found: list[Sentence] = []
    clauses: list[Clause] = []
    at, part = start, 0
    for match in CUT.finditer(text, start, stop):
        if match.lastgroup == "protected":
            continue
        _add(clauses, text, at, match.start(), match[0], part)
        at = match.end()
        if match.lastgroup == "part":
            part += 1
        elif match.lastgroup == "stop":
            _close(found, clauses)
            part = 0
    _add(clauses, text, at, stop, "", part)
    _close(found, clauses)
    return found


def _add(clauses: list[Clause], text: str, start: int, end: int, mark: str, part: int) -> None:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = start + len(words.rstrip())
    if first < last:
        clauses.append(Clause(Span(first, last), mark, part))


def _close(found: list[Sentence], clauses: list[Clause]) -> None:
    if clauses:
        found.append(Sentence(clauses[0].span.cover(clauses[-1].span), tuple(clauses)))
        clauses.clear()
