"""What is known of one setting: its limits, its explanation, its group and its unit.

The file, the environment, the settings window, ``--help`` and the manual read it from here.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from vindesk.config.addresses import checked_proxy, checked_service
from vindesk.domain.errors import UserError
from vindesk.domain.words import phrase, say

PREFIX: Final = "VINDESK_"
OTHER: Final = phrase("Other")
"""The group of a setting that names none."""

_ABSOLUTE: Final = r"^$|^/|^[A-Za-z]:[\\/]|^\\\\"


class Form(StrEnum):
    """What a text stands for."""

    PLAIN = "plain"
    SERVICE = "service"
    PROXY = "proxy"
    FOLDER = "folder"


def about(  # noqa: PLR0913 - all there is to know of a setting
    title: str,
    explanation: str,
    *,
    group: str = OTHER,
    unit: str = "",
    at_once: bool = False,
    form: Form = Form.PLAIN,
    gt: float | None = None,
    ge: float | None = None,
    le: float | None = None,
) -> Meta:
    """Describe a setting, beside its type; ``at_once``: a change needs no new start."""
    extra = {"group": group, "unit": unit, "at_once": at_once, "form": form}
    if form is Form.FOLDER:
        return Meta(title=title, description=explanation, extra=extra, pattern=_ABSOLUTE)
    if gt is not None:
        return Meta(title=title, description=explanation, extra=extra, gt=gt, le=le)
    return Meta(title=title, description=explanation, extra=extra, ge=ge, le=le)


class UnusableValue(ValueError):
    """A value is not within the limits, which are told in words."""


class Setting(Struct, frozen=True):
    """One field of ``Settings``, described."""

    name: str
    title: str
    explanation: str
    group: str
    unit: str
    at_once: bool
    form: Form
    kind: type
    """bool, int, float, str, or an enumeration of texts."""

    default: Any
    above: float | None
    least: float | None
    most: float | None
    hint: Any
    """The whole type, limits included."""

    @property
    def environment(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that may be chosen among; empty where it is no such choice."""
        return tuple(map(str, self.kind)) if issubclass(self.kind, StrEnum) else ()

    @property
    def is_address(self) -> bool:
        """Of somebody who is sent VINs."""
        return self.form in _CHECKS

    @property
    def limits(self) -> str:
        """What may be chosen, in words."""
        if self.choices:
            *first, last = self.choices
            return say(" or ").join(filter(None, (", ".join(first), last)))
        if self.kind is bool:
            return say("true or false")
        return say(_FORMS[self.form]) if self.kind is str else self._range()

    def _range(self) -> str:
        what = say("a whole number") if self.kind is int else say("a number")
        unit = f" {say(self.unit)}" if self.unit else ""
        lower, upper = _number(self.least), _number(self.most)
        if self.above is not None:
            return say(
                "{what} above {lower}, at most {upper}{unit}",
                what=what,
                lower=_number(self.above),
                upper=upper,
                unit=unit,
            )
        if not (lower and upper):
            return what
        return say(
            "{what} from {lower} to {upper}{unit}", what=what, lower=lower, upper=upper, unit=unit
        )

    def told(self, value: object) -> str:
        """``value`` as one writes it in the environment."""
        if isinstance(value, bool):
            return str(value).lower()
        return _number(value) if isinstance(value, int | float) else str(value)

    def read(self, raw: object) -> Any:
        """``raw``, from wherever it comes, as a value of this setting.

        Raises:
            UnusableValue: it is not within the limits.

        """
        try:
            return msgspec.convert(raw, self.hint, strict=not isinstance(raw, str))
        except msgspec.ValidationError as error:
            raise UnusableValue(self.limits) from error

    def checked(self, raw: object) -> Any:
        """As ``read``; an address that would only fail later is refused too.

        Raises:
            UnusableValue: it is not within the limits, or no such address.

        """
        value = self.read(raw)
        check = _CHECKS.get(self.form)
        try:
            if check is not None:
                check(value)
        except UserError as error:
            raise UnusableValue(f"{error.detail} {error.advice}") from error
        return value


def settings_of(struct: type[msgspec.Struct]) -> Iterator[Setting]:
    """The settings that ``struct`` holds, described; a field without a word has its name."""
    hints = get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        hint = hints[field.name]
        annotated = get_origin(hint) is not None
        kind, *words = get_args(hint) if annotated else (hint,)
        meta = next((word for word in words if isinstance(word, Meta)), Meta())
        extra = meta.extra or {}
        yield Setting(
            name=field.name,
            title=meta.title or field.name,
            explanation=meta.description or "",
            group=extra.get("group", OTHER),
            unit=extra.get("unit", ""),
            at_once=extra.get("at_once", False),
            form=extra.get("form", Form.PLAIN),
            kind=kind,
            default=field.default,
            above=meta.gt,
            least=meta.ge,
            most=meta.le,
            hint=hint,
        )


_FORMS: Final = {
    Form.PLAIN: phrase("a text"),
    Form.SERVICE: phrase("an address that begins with https://"),
    Form.PROXY: phrase("an address that begins with http:// or https://, none, or nothing"),
    Form.FOLDER: phrase("the whole path of a folder, or nothing"),
}
_CHECKS: Final = {Form.SERVICE: checked_service, Form.PROXY: checked_proxy}


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)
