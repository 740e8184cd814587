from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

import pytest

from vindesk import __version__
from vindesk.services import licences as module
from vindesk.services.licences import licences


def installed(folder: Path, name: str, metadata: str, files: Mapping[str, str]) -> Distribution:
    """A package as pip leaves it behind."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n{metadata}\n", "utf-8")
    for file, text in files.items():
        (info / file).parent.mkdir(exist_ok=True)
        (info / file).write_text(text, "utf-8")
    recorded = [f"{info.name}/{file},," for file in [*files, "licenses/LICENSE-lost"]]
    (info / "RECORD").write_text("\n".join(recorded), "utf-8")
    return Distribution.at(info)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Distribution]:
    there: dict[str, Distribution] = {}

    def found(name: str) -> Distribution:
        if name not in there:
            raise PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(module, "distribution", found)
    return there


def test_what_is_needed_is_listed_with_title_and_text(
    packages: dict[str, Distribution], tmp_path: Path
) -> None:
    needs = "Requires-Dist: zeta>=1\nRequires-Dist: alpha; sys_platform == 'linux'\n"
    needs += "Requires-Dist: gone; sys_platform == 'win32'\nRequires-Dist: extra; extra == 'dev'"
    text = {"licenses/LICENSE": " MIT text \n", "licenses/NOTICE": "N", "top.txt": "not this"}
    packages["vindesk"] = installed(tmp_path, "vindesk", f"License-Expression: MIT\n{needs}", text)
    packages["zeta"] = installed(tmp_path, "zeta", "License: BSD\nRequires-Dist: vindesk", {})
    long = "License: " + "word " * 50
    classified = "Classifier: License :: OSI Approved :: Apache Software License"
    packages["alpha"] = installed(tmp_path, "alpha", f"{long}\n{classified}", {"COPYING": "A"})
    packages["extra"] = installed(tmp_path, "extra", "License: no", {})
    program, python, *others = licences()
    assert (python.name, python.title) == ("Python", "PSF-2.0")
    found = [program, *others]
    assert [(one.name, one.version, one.title) for one in found] == [
        ("vindesk", "1.0", "MIT"),
        ("alpha", "1.0", "Apache Software License"),
        ("zeta", "1.0", "BSD"),
    ]
    assert [one.text for one in found] == ["MIT text\n\nN", "A", ""]


def test_a_package_that_says_nothing_refers_to_its_text(
    packages: dict[str, Distribution], tmp_path: Path
) -> None:
    packages["vindesk"] = installed(tmp_path, "vindesk", "", {})
    one, _python = licences()
    assert one.title == "see its text"


def test_nothing_is_known_of_what_was_never_installed(packages: dict[str, Distribution]) -> None:
    assert licences() == ()


def test_the_real_parts_are_all_named() -> None:
    found = {one.name.lower(): one for one in licences()}
    assert found["vindesk"].title == "MIT"
    assert found["vindesk"].version == __version__
    assert {"pyside6_essentials", "duckdb", "pyarrow", "ultravin", "requests"} <= set(found)
    assert "pytest" not in found
    assert all(one.title for one in found.values())
    assert "Apache License" in found["pyarrow"].text
