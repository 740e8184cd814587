"""Takes the text of a filter apart: terms, their fields and words, and where each stands."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from vindesk.domain.errors import UserError
from vindesk.domain.words import phrase, say

MASK: Final = "\0"
"""Stands for a character that was between quotes."""

_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)("?)')
_NEW_TERM = re.compile(r"-|[^\W\d][\w-]*:")
_LONGEST_NAMED = 40


def in_quotes(text: str) -> str:
    """``text`` between the quotation marks of the language."""
    return say("“{text}”", text=text)


class UnreadableFilter(UserError):
    """``start`` and ``end`` say which part of the text."""

    title = phrase("The filter could not be read")

    def __init__(self, detail: str, start: int, end: int, *, advice: str = "") -> None:
        super().__init__(detail, advice=advice)
        self.start = start
        self.end = end

    @property
    def remark(self) -> str:
        """What is said beside the filter itself."""
        return " ".join(filter(None, (self.detail, self.advice)))

    def is_near(self, cursor: int) -> bool:
        """Whether somebody at ``cursor`` may still be writing it; behind a field is its colon."""
        return self.start <= cursor <= self.end + 1


class Word(Struct, frozen=True):
    """A piece of text without its quotes.

    ``plain`` is as long as ``text`` and has ``MASK`` for each character that was between
    quotes, so nothing in it that means something was protected.
    """

    text: str
    plain: str
    quoted: bool
    """Some of it stood between quotes that were closed, so even nothing was meant."""

    start: int
    end: int

    @property
    def said(self) -> bool:
        """Whether there is anything yet."""
        return bool(self.text) or self.quoted

    def unreadable(self, detail: str, *, advice: str = "") -> UnreadableFilter:
        """The failure of this word; ``{}`` in ``detail`` becomes its text in quotes."""
        cut = len(self.text) > _LONGEST_NAMED
        named = in_quotes(f"{self.text[:_LONGEST_NAMED]}{'…' if cut else ''}")
        return UnreadableFilter(detail.replace("{}", named), self.start, self.end, advice=advice)


class Term(Struct, frozen=True):
    """``-field:word,word``; without a field, a bare word and its alternatives."""

    negated: bool
    field: Word | None
    words: tuple[Word, ...]
    end: int


def terms(text: str) -> Iterator[Term]:
    """The terms of ``text``: any text has some reading, so nothing is raised here."""
    return _Scanner(text).terms()


def beginning_of(word: Word, text: str, cursor: int) -> Word:
    """The part of ``word`` in ``text`` that stands before ``cursor``."""
    return _Scanner(text[word.start : cursor]).word("")


class _Scanner:
    """Reads from left to right; quotes that were never closed end with the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def terms(self) -> Iterator[Term]:
        while (start := self._after_blanks()) < len(self._text):
            self._at = start
            yield self._term()

    def _term(self) -> Term:
        negated = self._take("-")
        field, words = None, [self.word(":,")]
        if self._take(":"):
            field, words = words[0], [self._next_word()]
        while self._take(","):
            words.append(self._next_word())
        return Term(negated, field, tuple(words), self._at)

    def _next_word(self) -> Word:
        """After a colon or a comma blanks do not matter, unless another term begins."""
        after = self._after_blanks()
        if after == self._at or not _NEW_TERM.match(self._text, after):
            self._at = after
        return self.word(",")

    def word(self, stops: str) -> Word:
        start = self._at
        text = plain = ""
        quoted = False
        while self._at < len(self._text):
            mark = self._text[self._at]
            if mark in stops or mark.isspace():
                break
            found = _QUOTED.match(self._text, self._at)
            piece = found[1].replace('""', '"') if found else mark
            text += piece
            plain += MASK * len(piece) if found else mark
            quoted = quoted or bool(found and found[2])
            self._at = found.end() if found else self._at + 1
        return Word(text, plain, quoted, start, self._at)

    def _take(self, mark: str) -> bool:
        taken = self._text.startswith(mark, self._at)
        self._at += taken
        return taken

    def _after_blanks(self) -> int:
        at = self._at
        while at < len(self._text) and self._text[at].isspace():
            at += 1
        return at
