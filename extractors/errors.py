"""The errors that Duibiao raises on purpose: one base class, a sentence each."""

from __future__ import annotations


class DuibiaoError(Exception):
    """Anything a user can do something about; the message names the file and what to do."""


class RecordError(DuibiaoError, ValueError):
    """A record that must not exist: an impossible span, a range without an upper end, an unknown word."""


class LexiconError(DuibiaoError):
    """A lexicon file that does not say what it must; the message names file, entry and key."""


class UnreadableNotice(DuibiaoError):  # noqa: N818 - it is a state of the notice, told as its reason
    """A notice whose text cannot be had; the message becomes `documents.reason`."""
