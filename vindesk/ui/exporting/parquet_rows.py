"""How Parquet is written: three choices."""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox, QWidget

from vindesk.domain.export_plan import LARGEST_GROUP, SMALLEST_GROUP, Compression, Partition
from vindesk.domain.words import say
from vindesk.ui.exporting.telling import COMPRESSIONS, PARTITIONS
from vindesk.ui.labels import plain_label
from vindesk.ui.quiet_wheel import quiet_wheel

_AUTOMATIC: Final = SMALLEST_GROUP - 1
_STEP: Final = 10_000


class ParquetRows(QObject):
    """Compression, rows in a group, one file or folders: as rows of ``form``."""

    changed = Signal()

    def __init__(self, form: QFormLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self.compression = QComboBox()
        self.compression.setObjectName("export_compression")
        self.compression.setAccessibleName(say("Compression"))
        for compression, text in COMPRESSIONS.items():
            self.compression.addItem(say(text), compression.value)
        self.group = QSpinBox()
        self.group.setObjectName("export_row_group")
        self.group.setAccessibleName(say("Rows in a group"))
        self.group.setRange(_AUTOMATIC, LARGEST_GROUP)
        self.group.setSpecialValueText(say("Automatic"))
        self.group.setSingleStep(_STEP)
        self.group.setGroupSeparatorShown(True)
        self.partition = QComboBox()
        self.partition.setObjectName("export_partition")
        self.partition.setAccessibleName(say("One file or folders"))
        for partition, text in PARTITIONS.items():
            self.partition.addItem(say(text), "" if partition is None else partition.value)
        quiet_wheel(self.compression, self.group, self.partition)
        for text, part in self._rows:
            label = plain_label(text)
            label.setBuddy(part)
            form.addRow(label, part)
        self.compression.currentIndexChanged.connect(self.changed)
        self.group.valueChanged.connect(self.changed)
        self.partition.currentIndexChanged.connect(self.changed)

    @property
    def _rows(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            (say("Co&mpression"), self.compression),
            (say("&Rows in a group"), self.group),
            (say("&Divided into"), self.partition),
        )

    def set_visible(self, visible: bool) -> None:
        for _, part in self._rows:
            self._form.setRowVisible(part, visible)

    @property
    def chosen(self) -> tuple[Compression, int | None, Partition | None]:
        size = self.group.value()
        divided = self.partition.currentData()
        return (
            Compression(self.compression.currentData()),
            None if size == _AUTOMATIC else size,
            Partition(divided) if divided else None,
        )

    def show_choice(
        self, compression: Compression, row_group_size: int | None, partition: Partition | None
    ) -> None:
        self.compression.setCurrentIndex(self.compression.findData(compression.value))
        self.group.setValue(row_group_size or _AUTOMATIC)
        wanted = "" if partition is None else partition.value
        self.partition.setCurrentIndex(self.partition.findData(wanted))
