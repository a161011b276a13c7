"""Align: line targets up with those of the governments above, and say who is silent.

Facts come in as plain typed rows (`load`), judging is pure (`comparable`, `verdicts`, `candidates`, `silences` …), and only
`stage` writes to the database.
"""

from pipeline.align.stage import align

__all__ = ["align"]
