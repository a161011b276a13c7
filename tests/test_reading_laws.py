"""Laws of the whole reading: whatever a scraper did to a text, it is read without falling over, and the words prove every record."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import NoticeRecords
from extractors.span import Span
from pipeline.clean import clean
from pipeline.extract import read_notice

GOLD = Path(__file__).parent / "gold"
SENTENCES = sorted(
    {
        str(case["text"])
        for path in GOLD.glob("targets_*.yaml")
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
    }
)
SIGNS = (
    "0129５％%一二两三十百千万亿年月日、，。；：（）()《》〔〕-—～至到于前后内底末个人元项 \t\n“”分别其中每均不低于以上"
)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Draw a few gold sentences with characters lost, doubled, and put where they do not belong."""
    text = list("\n".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))))
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["lose", "put", "repeat"])):
            case "lose":
                del text[at : at + draw(st.integers(1, 6))]
            case "put":
                text[at:at] = draw(st.text(SIGNS, min_size=1, max_size=3))
            case _:
                text[at:at] = text[max(0, at - draw(st.integers(1, 12))) : at]
    return "".join(text)


def _beside_the_text(records: NoticeRecords) -> list[Span]:
    """Return the spans of records and of their fields that do not lie in the text."""
    spans = [
        *(one.quote for one in records.targets),
        *(one.quote for one in records.milestones),
        *(one.quote for one in records.responsibilities),
        *(one.quote for one in records.citations),
        *(field.span for one in records.targets for field in one.evidence),
        *(field.span for one in records.milestones for field in one.evidence),
    ]
    return [span for span in spans if not 0 <= span.start < span.end <= len(records.notice.text)]


@settings(max_examples=150, deadline=None)
@given(mangled())
def test_damaged_text_is_read_and_every_record_points_at_words_of_it(text: str) -> None:
    assert _beside_the_text(read_notice(clean(text.encode(), "notice.txt"))) == []
