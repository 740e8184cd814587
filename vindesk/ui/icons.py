"""Our own line icons, in the colours of the palette."""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QImage,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from vindesk.bundled import bundled

_LEAST: Final = 16
_seen: set[float] = set()
"""Scales of the screens that were there: icons are made in many places, and outlive screens."""


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return bundled(f"icons/{name}.svg").read_text("utf-8")


def picture(name: str, colour: QColor, size: QSize, scale: float = 1.0) -> QPixmap:
    """The icon ``name`` drawn in ``colour``, ``size`` in logical pixels."""
    return QPixmap.fromImage(_drawn(name, colour.name(), size.width(), size.height(), scale))


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, width: int, height: int, scale: float) -> QImage:
    """Drawn once, for the facets alone show the same four in eight places.

    No pixmaps are kept: they must not outlive the application.
    """
    svg = _source(name).replace("currentColor", colour)
    image = QImage(QSize(width, height) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


def scales() -> AbstractSet[float]:
    """Of the screens there are or were: device pixels to a logical one.

    One that went may come back, as a laptop's that is closed in its dock.
    """
    _seen.update(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return frozenset(_seen)


def beside_text(metrics: QFontMetrics) -> QSize:
    """How large an icon is in a line of text: as high as the line, and never tiny."""
    side = max(_LEAST, metrics.height())
    return QSize(side, side)


def line_icon(name: str, palette: QPalette, size: int = 20) -> QIcon:
    """The icon ``name`` in the text colours of ``palette``, for each state of a button.

    It is sharp on the screens there are; when others come, icons are drawn anew.
    """
    icon, whole = QIcon(), QSize(size, size)
    for scale in sorted(scales()):
        for mode, group, role in _MODES:
            icon.addPixmap(picture(name, palette.color(group, role), whole, scale), mode)
    return icon


_MODES = (
    (QIcon.Mode.Normal, QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText),
    (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
    (QIcon.Mode.Selected, QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText),
)


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(bundled("icons/app.svg")))
