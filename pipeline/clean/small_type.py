"""Text extracted from a PDF by others: raised and lowered figures, of PM2.5 or CO2, may stand on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.lines import Line
from pipeline.clean.wraps import ENDS, FULL, width

FIGURES = re.compile(r"\d(?:\.\d)?\d?(?:\ \d(?:\.\d)?\d?){0,9}")
FORMULA = re.compile(r"[A-Za-z]\ ?(?:[\u4e00-\u9fff）)、，]|$)")
"""A formula that has lost its figure: PM 等, （SO ）."""
SHORT = 0.3


def without_small_type(lines: Sequence[Line], usual: int) -> list[Line]:
    """Return the lines without those of figures that belong to the line before; read in place they make false numbers.

    `usual` is the width of a full line. Such a line stands behind a full one that breaks off amid a sentence, and that has
    a formula without its figure.
    """
    return [line for i, line in enumerate(lines) if not (i and _is_small_type(line.text, lines[i - 1].text, usual))]


def _is_small_type(text: str, before: str, usual: int) -> bool:
    return (
        width(text) <= SHORT * usual
        and FIGURES.fullmatch(text) is not None
        and width(before) >= FULL * usual
        and not before.endswith(ENDS)
        and FORMULA.search(before) is not None
    )
