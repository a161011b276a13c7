"""Load the lexicons: YAML files in `extractors/lexicons/`, typed by msgspec structs that refuse unknown keys."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from extractors.errors import LexiconError

FOLDER = Path(__file__).parent / "lexicons"

T = TypeVar("T", bound="Lexicon")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every entry has: `id` (unique in its file), `source`, `examples` that must match and `counter_examples` that must not.

    Each lexicon subclasses this with the fields of its own kind.
    """

    id: str
    source: str
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole file: what it is about and its `entries` (declared with their type by each subclass)."""

    about: str


@cache
def load(name: str, shape: type[T]) -> T:
    """Load `lexicons/<name>.yaml` as `shape`.

    Raises:
        LexiconError: the file is missing, has an unknown or missing key, a wrong type, or an id twice.
    """
    path = FOLDER / f"{name}.yaml"
    try:
        lexicon = msgspec.yaml.decode(path.read_bytes(), type=shape)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    ids = [entry.id for entry in getattr(lexicon, "entries", ())]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise LexiconError(f"{path.name}: id {twice[0]!r} stands twice")
    return lexicon
