"""Segment: a clean notice becomes a spaCy Doc of jieba words with exact character offsets, and sentences.

What is true afterwards:
1. The words of the Doc, put together, are the text: no character is added, dropped or normalised, so offsets agree.
2. Sentences are in text order, apart, never empty, and begin and end with a character that is not white space.
3. Every character that is not white space lies in exactly one sentence.
4. The same text gives the same words, whatever other programs do with jieba in the same process.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from functools import cache
from pathlib import Path

import jieba
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.span import Span

LONGEST_TEXT = 20_000_000  # characters; longer notices are refused while cleaning
SENTENCE_END = re.compile(
    r"""
    (?: [。！？；;]+ | [!?]+(?=[\s\u4e00-\u9fff”’」』）)〕】]|\Z) )   # ? in a page address ends nothing
    [”’」』）)〕】]*+                                             # closing marks stay with their sentence
    | \n+
    """,
    re.VERBOSE,
)


def _cache_folder() -> Path | None:
    """Return a folder only this user can write, for jieba's dictionary cache, or None where there is none.

    The shared temporary folder itself will not do: whoever wrote the cache there first would choose our words.
    """
    user = os.getuid() if hasattr(os, "getuid") else os.getlogin()
    folder = Path(tempfile.gettempdir()) / f"duibiao-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
    except OSError:
        return None
    private = not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & 0o077)
    return folder if private and folder.is_dir() and not folder.is_symlink() else None


@cache
def words() -> jieba.Tokenizer:
    """Return our own jieba, loaded: user words that others add to the global one do not reach it.

    jieba writes its cache to a file of its own and renames it into place, so processes that start together do not
    disturb each other. Without a folder for the cache it reads its dictionary anew, which takes a second longer.
    """
    logging.getLogger("jieba").setLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    folder = _cache_folder()
    if folder is not None:
        tokenizer.tmp_dir = str(folder)
        tokenizer.initialize()
        return tokenizer
    with tempfile.TemporaryDirectory() as once:
        tokenizer.tmp_dir = once
        tokenizer.initialize()
    return tokenizer


class JiebaTokenizer:
    """A spaCy tokenizer over our own jieba: every character is kept, so token offsets are text offsets."""

    def __init__(self, vocab: Vocab) -> None:
        """Share `vocab` with the pipeline."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Cut `text` into words."""
        found = words().lcut(text)
        return Doc(self.vocab, words=found, spaces=[False] * len(found))


@cache
def pipeline(components: tuple[str, ...]) -> Language:
    """Build the spaCy pipeline with our tokenizer and the named components, once per process.

    Its vocabulary is an empty one: no component asks whether a word is like a number or an address, and telling takes time.
    """
    nlp = spacy.blank("zh", vocab=Vocab())
    nlp.tokenizer = JiebaTokenizer(nlp.vocab)
    nlp.max_length = LONGEST_TEXT
    for name in components:
        nlp.add_pipe(name)
    return nlp


def sentences(text: str) -> tuple[Span, ...]:
    """Cut text into sentences at 。！？； and line ends; spans carry no surrounding white space and are never empty."""
    found: list[Span] = []
    at = 0
    for end in [*SENTENCE_END.finditer(text), None]:
        stop = end.end() if end else len(text)
        piece = text[at:stop]
        start = at + len(piece) - len(piece.lstrip())
        finish = at + len(piece.rstrip())
        if start < finish:
            found.append(Span(start, finish))
        at = stop
    return tuple(found)
