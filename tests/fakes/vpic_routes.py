"""What a request asks of vPIC: its route, the VINs and years, and what is wrong with it."""

from collections.abc import Sequence
from enum import Enum, StrEnum
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct
from msgspec.structs import replace

MAX_BATCH = 50
_BASE = ["api", "vehicles"]
_SINGLE = {"decodevinvalues", "decodevinvaluesextended"}
_BATCH = "decodevinvaluesbatch"


class Kind(StrEnum):
    SINGLE = "single"
    BATCH = "batch"
    OTHER = "other"


class Problem(Enum):
    """Why a request cannot be answered with rows."""

    NO_SUCH_ROUTE = 404
    WRONG_METHOD = 405
    BAD_PARAMETER = 400


class Asked(Struct, frozen=True):
    """A request, understood."""

    kind: Kind
    vins: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()
    wants_json: bool = False
    problem: Problem | None = None
    violations: tuple[str, ...] = ()

    @property
    def criteria(self) -> str:
        """Names the VIN of a single request, and nothing for a batch."""
        return f"VIN(s): {self.vins[0].upper()}" if self.kind is Kind.SINGLE else ""


def understand(method: str, target: str, body: str) -> Asked:
    """Parse a request line and its form; paths and names are case-insensitive, as at vPIC."""
    parts = urlsplit(target)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    folders = [segment.lower() for segment in segments[:3]]
    if len(folders) < 3 or folders[:2] != _BASE:
        return Asked(Kind.OTHER, problem=Problem.NO_SUCH_ROUTE)
    route, arguments = folders[2], segments[3:]
    if route == _BATCH and not arguments:
        if method != "POST":
            return Asked(Kind.OTHER, problem=Problem.WRONG_METHOD)
        return _batch(_named(body))
    if route in _SINGLE and len(arguments) == 1 and arguments[0].strip():
        if method != "GET":
            return Asked(Kind.OTHER, problem=Problem.WRONG_METHOD)
        return _single(arguments[0].strip(), _named(parts.query))
    return Asked(Kind.OTHER, problem=Problem.NO_SUCH_ROUTE)


def _named(text: str) -> dict[str, str]:
    return {name.lower(): value for name, value in parse_qsl(text, keep_blank_values=True)}


def _is_json(fields: dict[str, str]) -> bool:
    return fields.get("format", "").strip().lower() == "json"


def _single(vin: str, query: dict[str, str]) -> Asked:
    text = query.get("modelyear", "").strip()
    asked = Asked(Kind.SINGLE, (vin,), (_year(text),), _is_json(query))
    if text and _year(text) is None:
        wrong = f"a model year that is none: {text!r}"
        return replace(asked, problem=Problem.BAD_PARAMETER, violations=(wrong,))
    return asked


def _batch(form: dict[str, str]) -> Asked:
    items = [item.partition(",") for item in form.get("data", "").split(";")]
    vins = tuple(vin.strip() for vin, _comma, _year in items)
    texts = [year.strip() for _vin, _comma, year in items]
    kept = [(vin, _year(text)) for vin, text in zip(vins, texts, strict=True) if vin]
    asked = Asked(
        Kind.BATCH,
        tuple(vin for vin, _number in kept),
        tuple(number for _vin, number in kept),
        _is_json(form),
        violations=tuple(_batch_violations(vins, texts)),
    )
    if not kept or len(kept) > MAX_BATCH:
        return replace(asked, problem=Problem.BAD_PARAMETER)
    return asked


def _batch_violations(vins: Sequence[str], years: Sequence[str]) -> list[str]:
    wrong: list[str] = []
    if len(vins) > MAX_BATCH:
        wrong.append(f"a batch of {len(vins)} VINs: the limit is {MAX_BATCH}")
    if "" in vins:
        wrong.append("a batch with an empty item")
    if len({vin.upper() for vin in vins}) < len(vins):
        wrong.append("a batch that names a VIN twice")
    wrong += [f"a model year that is none: {text!r}" for text in years if text and not _year(text)]
    return wrong


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
