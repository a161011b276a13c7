"""Segment: a clean notice becomes a spaCy Doc of jieba words with exact character offsets, and sentences."""

from __future__ import annotations

import re
from functools import cache

import jieba
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.records import Span

SENTENCE_END = re.compile(r"[。！？!?；;]+[”’」』）)〕】]*|\n+")


class JiebaTokenizer:
    """A spaCy tokenizer over a private jieba instance: every character is kept, so token offsets are text offsets."""

    def __init__(self, vocab: Vocab) -> None:
        """Share `vocab` with the pipeline."""
        self.vocab = vocab
        self._jieba = jieba.Tokenizer()

    def __call__(self, text: str) -> Doc:
        """Cut `text` into words; no characters are added, dropped or normalised."""
        words = [word for word, _, _ in self._jieba.tokenize(text)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


@cache
def pipeline(components: tuple[str, ...]) -> Language:
    """Build the spaCy pipeline with our tokenizer and the named components, once per process."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab)
    nlp.max_length = 20_000_000
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
