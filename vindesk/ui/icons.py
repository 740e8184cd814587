"""Our own line icons, in the colours of the palette."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from vindesk.bundled import bundled

_SCALES = (1, 2)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return bundled(f"icons/{name}.svg").read_text("utf-8")


def picture(name: str, colour: QColor, size: QSize, scale: float = 1.0) -> QPixmap:
    """The icon ``name`` drawn in ``colour``, ``size`` in logical pixels."""
    svg = _source(name).replace("currentColor", colour.name())
    pixmap = QPixmap(size * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def line_icon(name: str, palette: QPalette, size: int = 20) -> QIcon:
    """The icon ``name`` in the text colours of ``palette``, for each state of a button."""
    icon = QIcon()
    colours = tuple(palette.color(group, role).rgba() for _, group, role in _MODES)
    for scale in _SCALES:
        for (mode, _, _), drawn in zip(_MODES, _pictures(name, colours, size, scale), strict=True):
            icon.addPixmap(QPixmap.fromImage(drawn), mode)
    return icon


_MODES = (
    (QIcon.Mode.Normal, QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText),
    (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
    (QIcon.Mode.Selected, QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText),
)


@lru_cache(maxsize=512)
def _pictures(name: str, colours: tuple[int, ...], size: int, scale: float) -> tuple[QImage, ...]:
    """Drawn once, for the facets alone show the same four in eight places.

    No pixmaps are kept: they must not outlive the application.
    """
    whole = QSize(size, size)
    return tuple(picture(name, QColor(c), whole, scale).toImage() for c in colours)


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(bundled("icons/app.svg")))
