"""Stretches answer as going through all spans would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.span import Span
from extractors.stretches import Stretches

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)).map(lambda p: Span(p[0], p[0] + p[1])), max_size=12)


@given(SPANS, st.integers(0, 60))
def test_an_offset_is_covered_where_a_span_covers_it(spans: list[Span], offset: int) -> None:
    assert (offset in Stretches(spans)) == any(s.start <= offset < s.end for s in spans)


@given(SPANS, st.integers(0, 50), st.integers(0, 10))
def test_a_span_touches_where_it_shares_a_character(spans: list[Span], start: int, length: int) -> None:
    asked = Span(start, start + length)
    expected = any(set(range(s.start, s.end)) & set(range(asked.start, asked.end)) for s in spans)
    assert Stretches(spans).touches(asked) == expected
