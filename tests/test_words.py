"""What the program says can be translated: all of it, and every translation is whole."""

import ast
import runpy
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from vindesk.domain.fields import FIELDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "vindesk"
WORDS = ROOT / "resources" / "words"
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "resources" / "words.py"))
TRANSLATIONS = sorted(WORDS.glob("*/LC_MESSAGES/vindesk.po"))
SAYING = {"say", "say_many", "phrase"}


def fields(text: str) -> set[str]:
    """The names of the fields of ``text``; ``{}`` stands for itself."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(text: object) -> tuple[str, ...]:
    """Singular and plural, or the only one."""
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text),)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a plain name, or of a method, with its name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(name) | ast.Attribute(attr=name):
                    yield name, node
                case _:
                    pass


@cache
def sources() -> tuple[tuple[str, ast.AST], ...]:
    """The modules, by their paths; parsed once, for it takes seconds."""
    return tuple(
        (file.relative_to(PACKAGE).as_posix(), ast.parse(file.read_text("utf-8")))
        for file in sorted(PACKAGE.rglob("*.py"))
        if file.name != "words.py"
    )


# -- collected and up to date ----------------------------------------------------------


@pytest.fixture(scope="module")
def template() -> Catalog:
    return SCRIPT["collected"]()


def is_as_collected(kept: Path, made: bytes) -> bool:
    """Without the comparison by pytest, which takes an hour over files of this length."""
    return kept.read_bytes() == made


def test_the_template_has_what_the_code_says(template: Catalog) -> None:
    written: Callable[[Catalog], bytes] = SCRIPT["written"]
    assert is_as_collected(WORDS / "vindesk.pot", written(template)), "run resources/words.py"


@pytest.mark.parametrize("po", TRANSLATIONS, ids=lambda po: po.parent.parent.name)
def test_a_translation_is_up_to_date_and_compiled(po: Path, template: Catalog) -> None:
    catalog = SCRIPT["updated"](po, template)
    assert is_as_collected(po, SCRIPT["written"](catalog)), "run resources/words.py"
    assert is_as_collected(po.with_suffix(".mo"), SCRIPT["compiled"](catalog))


@pytest.mark.parametrize("po", TRANSLATIONS, ids=lambda po: po.parent.parent.name)
def test_a_translation_keeps_the_fields(po: Path) -> None:
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name)
    wrong: list[str] = []
    for message in catalog:
        allowed = [fields(original) for original in forms(message.id)]
        said = forms(message.string)
        wrong += [text for text in said if message.id and text and fields(text) not in allowed]
    assert wrong == []


# -- the code ---------------------------------------------------------------------------


def said(tree: ast.AST) -> Iterator[str]:
    """Every text that is said, or is a phrase, as Python reads it."""
    for called, node in calls(tree):
        places = {"say": (1,), "phrase": (1,), "say_many": (1,), **SCRIPT["PHRASES"]}
        for place in places.get(called, ()):
            text = node.args[place - 1] if len(node.args) >= place else None
            if isinstance(text, ast.Constant) and text.value:
                yield str(text.value)


def test_no_text_is_hidden_from_the_template_and_nothing_else_is_in_it(template: Catalog) -> None:
    """As one inside an f-string would be."""
    texts = {text for _, tree in sources() for text in said(tree)}
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in template}
    assert texts - known == set()
    fields = {text for field in FIELDS for text in (field.label, *field.group.split(" / "))}
    assert known - texts - fields == {""}


def test_texts_are_said_whole() -> None:
    """A text that is made by ``+`` or an f-string could not be collected."""
    made: list[str] = []
    for name, tree in sources():
        for called, node in calls(tree):
            if called in SAYING and isinstance(node.func, ast.Name):
                texts = node.args[: 2 if called == "say_many" else 1]
                literal = all(
                    isinstance(text, ast.Constant)
                    or (called == "say" and not isinstance(text, (ast.JoinedStr, ast.BinOp)))
                    for text in texts
                )
                if not literal or not texts:
                    made.append(f"{name}:{node.lineno}")
    assert made == []


def test_every_field_is_given_and_used() -> None:
    wrong: list[str] = []
    for name, tree in sources():
        for called, node in calls(tree):
            texts = [str(arg.value) for arg in node.args[:2] if isinstance(arg, ast.Constant)]
            given = {word.arg for word in node.keywords if word.arg}
            if called == "say" and texts and given and None not in [w.arg for w in node.keywords]:
                wrong += [f"{name}:{node.lineno}"] * (fields(texts[0]) != given)
            if called == "say" and texts and not node.keywords:
                wrong += [f"{name}:{node.lineno}"] * bool(fields(texts[0]))
            if called == "say_many":
                wrong += [
                    f"{name}:{node.lineno}" for text in texts if fields(text) - {"n"} != given
                ]
    assert wrong == []


SHOWN = {
    *("setText", "setToolTip", "setStatusTip", "setWindowTitle", "setTitle", "setPlaceholderText"),
    *("setAccessibleName", "setAccessibleDescription", "setInformativeText", "setWhatsThis"),
    *("setSpecialValueText", "setLabelText", "setHeaderLabels", "addAction", "addMenu", "addTab"),
    *("addItem", "addRow", "addButton", "setTabText", "setItemText", "emit", "warn"),
    *("tell", "tell_after", "tell_under_way"),
    *("QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
    *(
        "QDockWidget",
        "plain_label",
        "headline",
        "Hint",
        "Progress",
        "question",
        "QFileDialog",
        "MessageBox",
    ),
    *("show_note", "show_when_empty", "result", "begin", "unreadable"),
}
"""What shows the texts it is called with."""

SILENT = {"vindesk", "vPIC", "VIN", "VINs", "Web", "English", "Deutsch", "CSV", "MB"}
"""Names, which are the same in every language."""


def shows(name: str, errors: set[str]) -> bool:
    return name in SHOWN or name in errors


def bare_texts(node: ast.AST) -> Iterator[str]:
    """Texts for people in an argument that are not said; other calls in it look after their own."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case (
            ast.JoinedStr(values) | ast.List(values) | ast.Tuple(values) | ast.BoolOp(values=values)
        ):
            for value in values:
                yield from bare_texts(value)
        case ast.IfExp(_, body, orelse):
            yield from bare_texts(body)
            yield from bare_texts(orelse)
        case ast.BinOp(left, _, right):
            yield from bare_texts(left)
            yield from bare_texts(right)
        case ast.FormattedValue(value):
            yield from bare_texts(value)
        case _:
            pass


def is_for_people(text: str) -> bool:
    words = "".join(mark if mark.isalpha() else " " for mark in text).split()
    return any(len(word) > 1 and word not in SILENT for word in words)


def unsaid(tree: ast.AST, errors: set[str]) -> Iterator[tuple[int, str]]:
    for name, node in calls(tree):
        if shows(name, errors):
            given = [*node.args, *(w.value for w in node.keywords if w.arg == "advice")]
            for text in (text for argument in given for text in bare_texts(argument)):
                if is_for_people(text):
                    yield node.lineno, text


def user_errors() -> set[str]:
    from vindesk.domain import errors  # noqa: PLC0415 - its names only
    from vindesk.domain.errors import UserError  # noqa: PLC0415

    kinds = {UserError}
    while more := {sub for kind in kinds for sub in kind.__subclasses__()} - kinds:
        kinds |= more
    assert errors.CacheLocked in kinds
    return {kind.__name__ for kind in kinds}


ALLOWED: set[tuple[str, str]] = set()


def test_nothing_is_shown_that_is_not_said() -> None:
    errors = user_errors()
    found = {
        (f"{name}:{line}", text) for name, tree in sources() for line, text in unsaid(tree, errors)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("label.setText('Look up')", ["Look up"]),
        ("label.setText(say('Look up'))", []),
        ("label.setText(f'{n} found')", [" found"]),
        ("box.setText('yes' if ok else say('No'))", ["yes"]),
        ("raise FileUnreadable(f'{path} is empty.', advice='Try.')", [" is empty.", "Try."]),
        ("self.told.emit(text)", []),
    ],
)
def test_a_text_that_is_not_said_is_found(code: str, found: list[str]) -> None:
    assert [text for _, text in unsaid(ast.parse(code), user_errors())] == found


# -- phrases ------------------------------------------------------------------------------


def phrases(tree: ast.AST) -> set[str]:
    """The names that stand for one phrase."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name("phrase"))) | ast.AnnAssign(
                ast.Name(name), value=ast.Call(ast.Name("phrase"))
            ):
                found.add(name)
            case _:
                pass
    return found


def made_of(node: ast.AST, names: set[str]) -> Iterator[tuple[int, str]]:
    """Phrases that come into a text as they are: only what says them may be called with them."""
    match node:
        case ast.Name(name) if name in names:
            yield node.lineno, name
        case ast.FormattedValue(value):
            yield from made_of(value, names)
        case ast.BinOp(left, ast.Add(), right) | ast.IfExp(body=left, orelse=right):
            yield from made_of(left, names)
            yield from made_of(right, names)
        case _:
            pass


def unsaid_phrases(tree: ast.AST, names: set[str], errors: set[str]) -> set[tuple[int, str]]:
    found = {
        place
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue | ast.BinOp)
        for place in made_of(node, names)
    }
    shown = (node for name, node in calls(tree) if shows(name, errors))
    found.update(place for node in shown for text in node.args for place in made_of(text, names))
    return found


def test_every_phrase_is_said_where_it_is_shown() -> None:
    trees, errors = dict(sources()), user_errors()
    of = {name: phrases(tree) for name, tree in trees.items()}
    found: set[tuple[str, str]] = set()
    for module, tree in trees.items():
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
            if alias.name
            in of.get(f"{node.module.removeprefix('vindesk.').replace('.', '/')}.py", ())
        }
        places = unsaid_phrases(tree, of[module] | imported, errors)
        found |= {(f"{module}:{line}", name) for line, name in places}
    assert found == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("told.emit(f'{said} {_AGAIN}')", ["_AGAIN"]),
        ("told.emit(said if listed else _AGAIN)", ["_AGAIN"]),
        ("return said + _AGAIN", ["_AGAIN"]),
        ("told.emit(f'{said} {say(_AGAIN)}')", []),
        ("Spec(_AGAIN)", []),
    ],
)
def test_a_phrase_that_is_not_said_is_found(code: str, found: list[str]) -> None:
    tree = ast.parse(f"_AGAIN: Final = phrase('Again.')\n{code}")
    places = unsaid_phrases(tree, phrases(tree), user_errors())
    assert [name for _, name in places] == found
