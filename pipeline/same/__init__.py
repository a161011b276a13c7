"""Same: one notice in several files is read once; the other files are rows that say whose copies they are."""

from pipeline.same.stage import mark

__all__ = ["mark"]
