"""The imports of a program that is used by hand."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.jobs_panel.samples import Gate, fleet, plan
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.import_job import ImportPlan, ImportRecord, ImportState
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane, threaded_lanes
from vindesk.services.assembly import Services
from vindesk.services.importing import Importer, Readable
from vindesk.ui.jobs_panel.job_telling import Verb
from vindesk.ui.jobs_panel.jobs_controller import JobsController
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel
from vindesk.ui.jobs_panel.report_dialog import ReportDialog


class Program:
    """A panel with its controller, on lanes of their own."""

    def __init__(self, services: Services, qtbot: QtBot) -> None:
        self.services = services
        self.gate = Gate(services)
        self.runner = JobRunner(threaded_lanes())
        self.panel = JobsPanel()
        qtbot.addWidget(self.panel)
        self.panel.resize(900, 300)
        self.panel.show()
        inner = services.importer
        importer = Importer(
            inner.imports, inner._items, lambda _choice: self.gate, lambda: self.gate
        )
        with_gate = replace(services, importer=importer)
        self.files: dict[str, Readable] = {}
        self.controller = JobsController(self.panel, lambda: with_gate, self.runner, self._reopen)
        self.told: list[str] = []
        self.failures: list[Exception] = []
        self.arrivals = 0
        for signal in (self.controller.told, self.controller.under_way):
            signal.connect(self.told.append)
        self.controller.failed.connect(self.failures.append)
        self.controller.arrived.connect(self._count)
        self._qtbot = qtbot

    def _reopen(self, wanted: ImportPlan) -> Readable:
        try:
            return self.files[wanted.path]
        except KeyError:
            raise FileUnreadable(f"{wanted.path} is not there.") from None

    def _count(self) -> None:
        self.arrivals += 1

    def start(
        self, table: Readable | None = None, name: str = "march fleet", path: str = ""
    ) -> None:
        opened = table or fleet(40)
        self.controller.start(plan(name, path), lambda _plan: opened)

    def state(self, number: int = 1) -> str:
        row = self.panel.model.row_of(number)
        return "" if row is None else self.panel.model.job_row(row).state

    def detail(self, number: int = 1) -> str:
        row = self.panel.model.row_of(number)
        return "" if row is None else self.panel.model.job_row(row).detail

    def stored(self, number: int = 1) -> ImportRecord:
        return self.services.importer.imports.get(number)

    def vehicles(self) -> int:
        with self.services.database.cursor() as cursor:
            ((count,),) = cursor.execute("SELECT count(*) FROM vehicle").fetchall()
        return int(count)

    def until(self, fact: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(fact()), timeout=20_000)

    def until_state(self, words: str, number: int = 1) -> None:
        self.until(lambda: self.state(number) == words)

    def until_noted(self) -> None:
        """Until all that was to be written down so far has been."""
        after = Job[None]("after all notes", lambda _monitor: None)
        with self._qtbot.waitSignal(after.finished):
            self.runner.start(after, Lane.STORE)

    def press(self, verb: Verb) -> None:
        button = self.panel.findChild(QToolButton, f"job_{verb.name.lower()}_button")
        assert button is not None
        assert button.isEnabled()
        button.click()

    def confirm(self) -> None:
        (box,) = (each for each in self.panel.findChildren(QMessageBox) if each.isVisible())
        button = box.findChild(QPushButton, "confirm")
        assert button is not None
        button.click()

    @property
    def offer(self) -> str:
        bar = self.panel.findChild(QWidget, "unfinished_imports")
        words = self.panel.findChild(QLabel, "unfinished_words")
        assert bar is not None
        assert words is not None
        return words.text() if bar.isVisible() else ""

    def click(self, name: str) -> None:
        button = self.panel.findChild(QPushButton, name)
        assert button is not None
        button.click()

    def report(self) -> ReportDialog:
        self.until(lambda: self.panel.findChildren(ReportDialog))
        return self.panel.findChildren(ReportDialog)[-1]

    def end(self) -> None:
        """The program is closed."""
        self.runner.shut_down()


def confirm_once_it_has_ended(program: Program) -> None:
    """The question is open; what is done by then is not cancelled by a yes to it."""
    program.gate.open()
    program.until_state("Done")
    program.confirm()
    program.until_noted()
    assert program.state() == "Done"
    assert program.stored().state is ImportState.DONE
