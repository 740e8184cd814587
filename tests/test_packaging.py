"""What is installed, and how: lock files, the wheel's contents, the shell code in resources/."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LIB = ROOT / "resources" / "lib"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
DEV = [Requirement(text) for text in PROJECT["project"]["optional-dependencies"]["dev"]]
BUILD = [Requirement(text) for text in PROJECT["build-system"]["requires"]]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SCRIPTS = [*sorted((ROOT / "resources").rglob("*.sh")), ROOT / ".ci" / "run"]
BASH = shutil.which("bash") or "bash"

PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^ ]+)(?: ; (?P<marker>.+?))? \\$")


def entries(kind: str) -> list[str]:
    """Each package of a lock file with the hashes that belong to it."""
    text = (ROOT / "resources" / "lock" / f"{kind}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(lines))


def pins(kind: str, python: str) -> dict[str, str]:
    """The versions that a lock file gives to one version of Python on Linux."""
    here = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
    }
    found: dict[str, str] = {}
    for entry in entries(kind):
        pin = PIN.match(entry.splitlines()[0])
        assert pin, entry
        if not pin["marker"] or Marker(pin["marker"]).evaluate(here):
            assert pin["name"] not in found
            found[pin["name"]] = pin["version"]
    return found


def shell(
    code: str, *arguments: str, path: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in bash, with the programs in ``path`` before all others."""
    folders = os.pathsep.join(filter(None, (str(path or ""), os.environ["PATH"])))
    return subprocess.run(
        [BASH, "-euo", "pipefail", "-c", code, "bash", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": folders, "LIB": str(LIB), "python": sys.executable, **variables},
    )


def program(folder: Path, name: str, code: str) -> Path:
    file = folder / name
    file.write_text(f"#!{BASH}\n{code}\n", "utf-8")
    file.chmod(0o755)
    return folder


# --- The lock files


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("kind", "wanted"), [("runtime", [*RUNTIME, *BUILD]), ("dev", [*RUNTIME, *BUILD, *DEV])]
)
def test_a_lock_file_pins_every_dependency_within_its_limits(
    kind: str, wanted: list[Requirement], python: str
) -> None:
    locked = pins(kind, python)
    for requirement in wanted:
        if requirement.marker is None or requirement.marker.evaluate({"python_version": python}):
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("kind", ["runtime", "dev"])
def test_every_pin_has_hashes(kind: str) -> None:
    for entry in entries(kind):
        hashes = entry.splitlines()[1:]
        assert hashes
        assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in hashes)


@pytest.mark.parametrize("python", PYTHONS)
def test_both_lock_files_pin_the_same_versions(python: str) -> None:
    assert pins("runtime", python).items() <= pins("dev", python).items()


def test_python_3_11_is_kept_from_the_qt_that_aborts_on_it() -> None:
    assert pins("runtime", "3.11")["pyside6-essentials"].startswith("6.11.")
    assert pins("runtime", "3.11")["shiboken6"] == pins("runtime", "3.11")["pyside6-essentials"]
    assert Version(pins("runtime", "3.12")["pyside6-essentials"]) >= Version("6.12")


@pytest.mark.parametrize("python", PYTHONS)
def test_numpy_stays_out(python: str) -> None:
    assert "numpy" not in pins("dev", python)


def test_lock_files_name_no_index() -> None:
    for file in (ROOT / "resources" / "lock").iterdir():
        assert "://" not in file.read_text("utf-8")


def imported_by(file: Path) -> set[str]:
    """The top-level modules that a source file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    ("folder", "declared"), [("vindesk", RUNTIME), ("tests", [*RUNTIME, *DEV])]
)
def test_what_is_imported_is_a_declared_dependency(
    folder: str, declared: list[Requirement]
) -> None:
    imported = set[str]().union(*map(imported_by, (ROOT / folder).rglob("*.py")))
    foreign = imported - sys.stdlib_module_names - {"vindesk", "tests"}
    providers = packages_distributions()
    known = {canonicalize_name(requirement.name) for requirement in declared}
    known.add(canonicalize_name("shiboken6"))  # the other half of PySide6
    unknown = {
        name
        for name in foreign
        if not known & {canonicalize_name(provider) for provider in providers.get(name, [])}
    }
    assert unknown == set()


# --- The wheel


def test_the_wheel_carries_icons_help_words_and_catalogue_and_nothing_else_of_resources() -> None:
    carried = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    resources = {path for path in carried if "resources" in path}
    icons = {
        f"vindesk/resources/icons/{file.name}" for file in (ROOT / "resources/icons").iterdir()
    }
    topics, words = (
        {
            f"vindesk/resources/{file.relative_to(ROOT / 'resources')}"
            for file in (ROOT / folder).rglob(ending)
        }
        for folder, ending in (("resources/help", "*.md"), ("resources/words", "*.mo"))
    )
    assert resources == {"vindesk/resources/fields.json", *icons, *topics, *words}
    assert "vindesk/bundled.py" in carried
    assert not {path for path in carried if not path.startswith("vindesk/")}


# --- The scripts


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_valid_bash(script: Path) -> None:
    checked = subprocess.run([BASH, "-n", script], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_ci_runs_the_same_checks_as_everybody() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[-1] == "exec bash resources/test.sh"


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ((), True),
        (("1HGCM82633A004352",), True),
        (("vins.csv", "--screenshot", "export"), True),
        (("--data-dir", "lookup"), True),
        (("--screenshot", "out.png"), True),
        (("lookup", "1HGCM82633A004352", "--json"), False),
        (("--data-dir", "here", "export", "out.parquet"), False),
        (("--source=web", "import", "vins.csv"), False),
        (("clean",), False),
        (("--help",), False),
        (("vins.csv", "--version"), False),
    ],
)
def test_a_display_is_wanted_only_for_a_window(arguments: tuple[str, ...], window: bool) -> None:
    answer = shell('. "$LIB/display.sh"; opens_a_window "$@"', *arguments)
    assert (answer.returncode == 0, answer.stderr) == (window, "")


def test_a_package_is_missing_only_if_no_variant_is_installed(tmp_path: Path) -> None:
    path = program(tmp_path, "dpkg-query", r"printf '%s\n' 'installed new' 'config-files gone'")
    answer = shell('. "$LIB/system.sh"; missing_packages "new|old" gone never', path=path)
    assert answer.stdout.split() == ["gone", "never"]


def test_a_package_is_installed_under_the_name_that_apt_knows(tmp_path: Path) -> None:
    path = program(tmp_path, "apt-cache", "[[ $2 == known* ]]")
    code = '. "$LIB/system.sh"; names_apt_knows "known1|old" "new|known2" "new|old" plain'
    assert shell(code, path=path).stdout.split() == ["known1", "known2", "old", "plain"]


def test_an_environment_is_ready_only_with_a_stamp_that_fits(tmp_path: Path) -> None:
    environment = '. "$LIB/environment.sh"; '
    for part in (".venv/bin", "resources/lock"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    for file in ("pyproject.toml", "resources/lock/runtime.txt"):
        (tmp_path / file).write_text("one", "utf-8")

    def is_ready() -> bool:
        return shell(environment + "is_ready runtime", root=str(tmp_path)).returncode == 0

    assert not is_ready()
    stamp = shell(environment + 'fingerprint runtime >"$venv/vindesk-runtime"', root=str(tmp_path))
    assert (stamp.returncode, stamp.stderr) == (0, "")
    assert is_ready()
    (tmp_path / "resources/lock/runtime.txt").write_text("two", "utf-8")
    assert not is_ready()


ALL_OF_LIB = "".join(
    f'. "$LIB/{name}.sh"; ' for name in ("talk", "turn", "system", "environment", "display")
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A checkout with an environment for runtime, whose pip fetches while "online" is there.

    It writes into "calls" what it was called for, and which stamps there were.
    """
    for part in (".venv/bin", "resources/lock"):
        (tmp_path / part).mkdir(parents=True)
    for file in ("pyproject.toml", "resources/lock/runtime.txt"):
        (tmp_path / file).write_text("one", "utf-8")
    there = f"pytest=={version('pytest')}"
    lock = f"absent==1 \\\n    --hash=sha256:00\n{there} \\\n    --hash=sha256:00"
    (tmp_path / "resources/lock/dev.txt").write_text(lock, "utf-8")
    code = f"""
    [[ " $* " == *" -m pip "* ]] || exec "{sys.executable}" "$@"
    shift 6
    [[ $1 != download || -e online ]] || {{ echo NewConnectionError; exit 1; }}
    echo "$@ :" .venv/vindesk-* >>calls
    [[ $1 != download ]] || cp "${{@: -1}}" wanted"""
    program(tmp_path / ".venv/bin", "python", code)
    stamp = 'fingerprint runtime >"$venv/vindesk-runtime"'
    done = shell(ALL_OF_LIB + stamp, root=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path


def ensure_environment(root: Path, kind: str) -> subprocess.CompletedProcess[str]:
    return shell(f'cd "$root"; {ALL_OF_LIB} ensure_environment {kind}', root=str(root))


def test_what_cannot_be_fetched_leaves_what_is_installed_ready(installed: Path) -> None:
    done = ensure_environment(installed, "dev")
    assert (done.returncode, "index does not answer" in done.stderr) == (3, True)
    assert not (installed / "calls").exists()
    done = ensure_environment(installed, "runtime")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_missing_is_fetched_before_the_stamps_are_removed(installed: Path) -> None:
    (installed / "online").touch()
    done = ensure_environment(installed, "dev")
    assert done.returncode == 0, done.stderr
    fetch, install, editable = (installed / "calls").read_text("utf-8").splitlines()
    assert fetch.startswith("download --require-hashes ")
    assert fetch.endswith(": .venv/vindesk-runtime")
    assert install.startswith("install --no-index --find-links ")
    assert " --require-hashes " in install
    assert editable.startswith("install --no-deps ")
    assert "vindesk-runtime" not in install + editable
    assert (installed / "wanted").read_text("utf-8") == "absent==1 \\\n    --hash=sha256:00\n"
    left = {path.name for path in (installed / ".venv").iterdir()}
    assert left == {"bin", "vindesk-runtime", "vindesk-dev"}
    for kind in ("runtime", "dev"):
        assert ensure_environment(installed, kind).stderr == ""


def test_the_folder_is_built_with_what_a_bare_system_lacks(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "resources" / "lib", tmp_path / "resources" / "lib")
    shutil.copytree(ROOT / "resources" / "packaging", tmp_path / "resources" / "packaging")
    (tmp_path / "bin").mkdir()
    fakes = {
        "dpkg-query": "exit 1",
        "apt-cache": "[[ $2 == libpython3.12t64 || $2 == libglib2.0-0 ]]",
        "apt-get": f'echo "$@" >>"{tmp_path}/apt"',
        "id": "echo 0",
        "python3": """case $* in
            *"-m venv "*) mkdir -p "${@: -1}/bin"; cp "$0" "${@: -1}/bin/python" ;;
            *base_prefix*) echo /usr 3.12 ;;
            *" -m pip "*) exit 1 ;;
        esac""",
    }
    for name, code in fakes.items():
        program(tmp_path / "bin", name, code)
    build = f'bash "{tmp_path}/resources/packaging/build.sh"'
    assert shell(build, path=tmp_path / "bin").returncode == 3, "there is no pip"
    asked = (tmp_path / "apt").read_text("utf-8").splitlines()
    window, tools = (line.split() for line in asked if " install " in line)
    assert {"libegl1", "libxcb-cursor0", "libglib2.0-0"} <= set(window)
    assert tools[-2:] == ["binutils", "libpython3.12t64"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files that root cannot write")
@pytest.mark.parametrize(
    ("left", "as_if"), [(".venv", "/proc/sys/kernel"), (".venv.lock", "/proc/sys/kernel/ostype")]
)
def test_what_a_start_as_another_user_left_is_named(tmp_path: Path, left: str, as_if: str) -> None:
    (tmp_path / left).symlink_to(as_if)
    done = ensure_environment(tmp_path, "runtime")
    assert done.returncode == 3
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"vindesk: {tmp_path / left} belongs to another user")


def everything_started_has_ended(command: list[str], variables: Mapping[str, str]) -> str:
    """Run ``command`` and wait for all of its descendants: they hold a pipe open by inheritance."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as left:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, pass_fds=[writing], env=variables, check=True
        )
        os.close(writing)
        assert left.read() == ""
    return done.stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be without a display")
def test_the_virtual_display_ends_with_the_program(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    path = program(tmp_path, "Xvfb", "echo 77 >&3; exec 3>&-; exec sleep 600")
    code = '. "$LIB/display.sh"; start_virtual_display; wc -c <"$XAUTHORITY"; exec echo "$DISPLAY"'
    printed = everything_started_has_ended(
        [BASH, "-euo", "pipefail", "-c", code],
        {
            "PATH": f"{path}{os.pathsep}{os.environ['PATH']}",
            "TMPDIR": str(tmp_path / "tmp"),
            "LIB": str(LIB),
            "root": str(ROOT),
            "python": sys.executable,
        },
    )
    assert printed.split() == ["44", ":77"]
    assert list((tmp_path / "tmp").iterdir()) == []
