"""What one notice may cost: sizes and time. Beyond them it ends as a row with a reason, and the run goes on."""

from __future__ import annotations

import time

from extractors.errors import UnreadableNotice

MAX_TEXT_BYTES = 12_000_000
MAX_PDF_BYTES = 200_000_000
MAX_PDF_PAGES = 2_000
MAX_DOCX_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_XML_BYTES = 40_000_000
MAX_PRINTED = 4_000_000
MAX_PAGE_CHARACTERS = 300_000
MAX_PAGE_LINES = 100_000
MAX_PAGE_BYTES = 40_000_000
MAX_DEPTH = 200
MAX_TABLE_COLUMNS = 200
MAX_SPAN = 1_000
MAX_SECONDS = 60.0
SECONDS_A_PAGE = 1.0
MAX_OCR_PAGES = 100
MAX_OCR_SECONDS = 900.0
MAX_PIXELS = 60_000_000
MAX_CONVERT_SECONDS = 120
MAX_CONVERT_MEMORY = 4_000_000_000


class Clock:
    """Stops work on a notice that takes too long. The limit is far above what honest files need."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        """Start counting now."""
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise when the time is up.

        Raises:
            UnreadableNotice: more than `seconds` have gone by.
        """
        if time.monotonic() > self._end:
            raise UnreadableNotice(f"takes longer than {self.seconds:.0f} seconds to read")


def check_size(size: int, limit: int) -> None:
    """Refuse a file of more than `limit` bytes.

    Raises:
        UnreadableNotice: it is too large.
    """
    if size > limit:
        raise UnreadableNotice(f"too large: {size / 1e6:.0f} MB, the limit is {limit / 1e6:.0f} MB")
