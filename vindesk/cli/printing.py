"""Answers on standard output, as text for people or as one JSON object a line.

A terminal obeys control characters, whoever wrote them: none of them leaves this module.
"""

import json as json_text
from collections.abc import Mapping

from vindesk.cli.stream import Stream
from vindesk.domain.errors import InvalidVin, UserError
from vindesk.domain.fields import shown
from vindesk.domain.import_job import Rejected
from vindesk.domain.shown_text import escaped_json, shown_line
from vindesk.domain.words import say
from vindesk.services.found import Found

_WIDTHS = {"make": 16, "model": 20, "model_year": 5, "body_class": 28}
_LONGEST_REJECT = 200


class Printer:
    """Answers go to ``out``, everything else to ``notes``."""

    def __init__(self, out: Stream, notes: Stream, *, json: bool) -> None:
        self._out = out
        self._notes = notes
        self._json = json

    def warn(self, sentence: str) -> None:
        self._notes.write(f"{shown_line(sentence)}\n")

    def found(self, found: Found) -> None:
        """One answer, with whether it came from the cache."""
        vehicle = found.vehicle
        if self._json:
            self.record(record_of(found))
            return
        cells = (
            shown_line(shown(vehicle.values.get(name)), width).ljust(width)
            for name, width in _WIDTHS.items()
        )
        origin = say("cache") if found.from_cache else vehicle.source.value
        self._out.write(
            f"{vehicle.vin}  {'  '.join(cells)}  {say(vehicle.quality):<11}  {origin}\n"
        )
        if found.remark:
            self.warn(found.remark)

    def failed(self, text: str, reason: Exception) -> None:
        """A VIN that got no answer, and why."""
        self.not_answered(text, reason.sentence if isinstance(reason, UserError) else str(reason))

    def not_answered(self, text: str, sentence: str) -> None:
        if self._json:
            self.record({"vin": text, "error": sentence})
        else:
            self.warn(f"{text}: {sentence}")

    def rejected(self, reject: Rejected) -> None:
        """A row whose text is no VIN, and why."""
        if reject.written.strip():
            sentence = InvalidVin(reject.reason).sentence
            written = shown_line(reject.written, _LONGEST_REJECT)
            place = say("line {row}: {written}", row=reject.row, written=written)
        else:
            sentence, place = reject.reason, say("line {row}", row=reject.row)
        if self._json:
            self.record({"vin": reject.written, "row": reject.row, "error": sentence})
        else:
            self.not_answered(place, sentence)

    def record(self, entries: Mapping[str, object]) -> None:
        text = json_text.dumps(entries, ensure_ascii=not self._out.takes_any_letter)
        self._out.write(f"{escaped_json(text)}\n")

    def result(self, sentence: str, entries: Mapping[str, object]) -> None:
        """A result: a sentence for people, or the entries as JSON."""
        if self._json:
            self.record(entries)
        else:
            self._out.write(f"{shown_line(sentence)}\n")


def record_of(found: Found) -> dict[str, object]:
    """The answer as the mission's web service gave it, and what is known besides."""
    vehicle = found.vehicle
    main = {
        name: vehicle.values.get(name) for name in ("make", "model", "model_year", "body_class")
    }
    return {
        "vin": vehicle.vin.text,
        **main,
        "cached_result": found.from_cache,
        "source": vehicle.source.value,
        "quality": vehicle.quality.value,
        "error_codes": sorted(vehicle.error_codes),
    }
