"""What is told to people is told twice, in Chinese and then in English: 前后数值不一 · two values."""

from __future__ import annotations

BETWEEN = " · "


def both(chinese: str, english: str) -> str:
    """Return one message in both languages; each half is whole without the other."""
    return f"{chinese}{BETWEEN}{english}"


def halves(message: str) -> tuple[str, str]:
    """Return the Chinese and the English half of a message; one that is not in two halves is both.

    Words of a notice that hold the mark themselves stand in either half, so it is the middle one that parts the halves.
    """
    parts = message.split(BETWEEN)
    middle, odd = divmod(len(parts), 2)
    return (message, message) if odd else (BETWEEN.join(parts[:middle]), BETWEEN.join(parts[middle:]))
