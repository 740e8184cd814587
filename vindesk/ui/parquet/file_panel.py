"""What a Parquet file says of itself: facts, metadata, schema, row groups."""

from typing import Final

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped, say
from vindesk.store.parquet_details import Footer
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.airy_rows import AiryRows
from vindesk.ui.plain_text import tip
from vindesk.ui.wording import rows_in_words, size

_MOST_SHOWN: Final = 500
_MOST_NODES: Final = 3_000
_INDENT: Final = 14
_NAME_WIDTH: Final = 190


class FilePanel(QTreeWidget):
    """Two columns: a name, and what it has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("schema_tree")
        self.setAccessibleName(say("Schema and metadata"))
        self.setHeaderLabels([say("Name"), say("Type or value")])
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(AiryRows(self))
        self.setIndentation(_INDENT)
        self.setColumnWidth(0, _NAME_WIDTH)

    def show_file(self, file: ParquetFile) -> None:
        self.clear()
        about = self._branch(say("File"))
        facts = {
            say("Path"): str(file.path),
            say("Size"): size(file.size_bytes),
            say("Rows"): grouped(file.row_count),
            say("Row groups"): grouped(file.row_groups),
            say("Written by"): file.created_by or say("unknown"),
        }
        if file.files.is_folder:
            facts[say("Files")] = grouped(len(file.files.paths))
        for name, value in facts.items():
            _leaf(about, name, value)
        metadata = self._branch(say("Metadata"))
        for name, value in file.metadata.items():
            _leaf(metadata, name, value)
        if not file.metadata:
            _leaf(metadata, say("none"), "")

    def show_footer(self, footer: Footer) -> None:
        schema = self._branch(say("Schema"))
        parents: list[QTreeWidgetItem] = [schema]
        for node in footer.schema[:_MOST_NODES]:
            del parents[node.depth + 1 :]
            parents.append(_leaf(parents[-1], node.name, node.kind))
        if len(footer.schema) > _MOST_NODES:
            _leaf(schema, "…", say("Columns lists all of them"))
        groups = self._branch(say("Row groups"))
        many = len({group.file for group in footer.groups}) > 1
        for group in footer.groups[:_MOST_SHOWN]:
            name = f"{group.file + 1}.{group.number + 1}" if many else f"{group.number + 1}"
            packed, plain = size(group.packed_bytes), size(group.plain_bytes)
            rows = rows_in_words(group.rows)
            _leaf(
                groups,
                name,
                say(
                    "{rows}, {packed} of {plain}, {compression}",
                    rows=rows,
                    packed=packed,
                    plain=plain,
                    compression=group.compression,
                ),
            )
        if len(footer.groups) > _MOST_SHOWN:
            _leaf(groups, "…", say("and others"))
        groups.setExpanded(len(footer.groups) <= 20)

    def _branch(self, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [name])
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setExpanded(True)
        return item


def _leaf(branch: QTreeWidgetItem, name: str, value: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem(branch, [shown_line(name), shown_line(value)])
    item.setToolTip(0, tip(name))
    item.setToolTip(1, tip(value))
    return item
