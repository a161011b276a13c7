"""The holes that lost characters leave in a notice: one module per kind, each rule a function from text to repairs.

What a rule knows in words (and its examples, which a test runs) stands in `lexicons/damage.yaml` under the rule's id.
A repair whose `meant` is what is printed says that something is lost here and that the text does not tell what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.holes import agencies, contradictions, counts, dates, marks, references
from extractors.reading_text import Repair

Rule = Callable[[str], Iterator[Repair]]

RULES: tuple[Rule, ...] = (
    references.unclosed_title,
    references.unclosed_number,
    references.unopened_number,
    references.unsigned_number,
    references.unbracketed_number,
    dates.year_range,
    dates.start_of_month_range,
    dates.year_month,
    dates.impossible_month,
    dates.impossible_day,
    dates.joined_months,
    dates.joined_days,
    dates.signature_date,
    contradictions.range_in_one,
    counts.paired_values,
    counts.measure_before_person,
    counts.measure_after_person,
    counts.measure_in_list,
    counts.measure_after_one,
    counts.percent_sign,
    counts.verb_before_count,
    marks.stop_before_point,
    marks.comma_in_list,
    marks.comma_behind_count,
    agencies.agency_separator,
    marks.unopened_quote,
)
"""All rules; where two claim the same characters the earlier one has them."""
