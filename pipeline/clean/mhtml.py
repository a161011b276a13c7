"""A web page packed as a mail (MHTML): what Word saves as a page in one file, often under the name of a DOC."""

from __future__ import annotations

import email
from email.message import Message
from email.policy import compat32

from extractors.errors import UnreadableNotice

HEAD = 4_000
MAX_PARTS = 2_000


def is_mhtml(raw: bytes) -> bool:
    """Tell whether a file is a mail of several parts, as such pages are."""
    head = raw[:HEAD].lower()
    return head.lstrip().startswith((b"mime-version:", b"from:", b"content-type: multipart/")) and b"multipart/" in head


def page_in(raw: bytes) -> bytes:
    """Return the page that such a file holds: the first part that is HTML, as bytes in its own encoding.

    Raises:
        UnreadableNotice: it holds none.
    """
    mail: Message = email.message_from_bytes(raw, policy=compat32)
    for number, part in enumerate(mail.walk()):
        if number > MAX_PARTS:
            break
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return page
    raise UnreadableNotice("a mail without a page in it")
