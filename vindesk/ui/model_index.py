"""How Qt's models name a place: all of them, and every delegate, are asked with an index."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
