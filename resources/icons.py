"""Draws the application's icon in the sizes that desktops ask for, from ``icons/app.svg``.

Run it with ``python resources/icons.py`` after a change of the drawing; a test looks whether
that was forgotten.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parent
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)


def drawn(size: int) -> QImage:
    """The icon, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(RESOURCES / "icons" / "app.svg")).render(painter)
    painter.end()
    return image


def main() -> None:
    application = QGuiApplication([])
    for size in SIZES:
        target = RESOURCES / "desktop" / "icons" / f"{size}x{size}" / "vindesk.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        drawn(size).save(str(target))
        sys.stdout.write(f"{target}\n")
    del application


if __name__ == "__main__":
    main()
