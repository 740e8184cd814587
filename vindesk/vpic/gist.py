"""What a foreign text says, in a few words that may stand in a message and in a log."""

import html
import json
import re

from vindesk.domain.vin_tails import without_vins

_MOST_CHARACTERS = 200
_MOST_OF_A_PAGE = 100
_READ_AHEAD = 8_000

_UNSEEN = re.compile(
    r"<(script|style|title|head(?=[\s>]))\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TITLE = re.compile(r"<title[^<>]*>([^<>]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_MESSAGE = re.compile(r'"message(?:Detail)?"\s*:\s*("(?:[^"\\]|\\.)*")', re.IGNORECASE)


def quoted(foreign: bytes | str) -> str:
    """The gist of ``foreign`` as a quotation inside a sentence."""
    return f"“{gist(foreign).rstrip('.')}”"


def gist(foreign: bytes | str) -> str:
    """At most 200 characters of ``foreign`` as plain text on one line.

    Of a page, half as many of its title and what it shows, each sentence once; of JSON, its
    messages; of a VIN, the last six characters.
    """
    if isinstance(foreign, bytes):
        foreign = foreign[:_READ_AHEAD].decode("utf-8", "replace")
    text = foreign[:_READ_AHEAD].lstrip("\ufeff \t\r\n")
    most = _MOST_CHARACTERS
    if text.startswith("<"):
        text, most = _of_page(text), _MOST_OF_A_PAGE
    elif text.startswith("{"):
        text = _of_json(text)
    words = "".join(mark if mark.isprintable() else " " for mark in text).split()
    line = without_vins(" ".join(words))
    return line if len(line) <= most else line[: most - 1] + "…"


def _of_page(text: str) -> str:
    title = html.unescape(" ".join(_TITLE.findall(text)))
    shown = _UNSEEN.sub(" ", text)
    blocks = [html.unescape(block) for block in _TAG.split(shown)]
    sentences = [part.strip() for block in blocks for part in _BETWEEN_SENTENCES.split(block)]
    once = " ".join(part for part in dict.fromkeys(sentences) if part and part != title.strip())
    return f"{title}: {once}" if title and once else title or once


def _of_json(text: str) -> str:
    """All messages in ``text``, which need not be whole; the text itself if there are none."""
    try:
        messages = [json.loads(message, strict=False) for message in _MESSAGE.findall(text)]
    except ValueError:
        return text
    return " ".join(filter(None, messages)) or text
