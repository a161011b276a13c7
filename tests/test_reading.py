"""Looking up the section that holds a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.reading import innermost
from extractors.records import Section
from extractors.span import Span

STEP = 5


@st.composite
def section_trees(draw: st.DrawFn) -> tuple[Section, ...]:
    """Draw sections in text order, nested by their depths; some end a little before the next one begins."""
    marks = draw(st.lists(st.tuples(st.integers(1, 4), st.integers(0, STEP - 1)), max_size=12))
    found: list[Section] = []
    for i, (depth, _) in enumerate(marks):
        end = next((k for k in range(i + 1, len(marks)) if marks[k][0] <= depth), len(marks))
        start = (i + 1) * STEP
        span = Span(start, (end + 1) * STEP - marks[end - 1][1])
        parent = next((s.position for s in reversed(found) if s.depth < depth and s.span.contains(span)), None)
        found.append(Section(i, parent, "", Span(start, start + 1), span, depth))
    return tuple(found)


@given(section_trees())
def test_the_innermost_section_is_the_last_that_holds_the_character(sections: tuple[Section, ...]) -> None:
    for offset in range((len(sections) + 3) * STEP):
        holding = [s for s in sections if s.span.start <= offset < s.span.end]
        assert innermost(sections, offset) == (holding[-1] if holding else None)
