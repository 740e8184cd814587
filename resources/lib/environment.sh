# shellcheck shell=bash
# The Python environment in .venv: made once from the lock files, and recognised as whole at every later start.
# Needs talk.sh, turn.sh and system.sh, and $root.
#
# A stamp (.venv/vindesk-KIND) is written last, when everything is installed, and removed before anything is changed, but
# after all that is to be installed was fetched. So an environment without a stamp is half-made, and is made
# anew. KIND is runtime or dev (runtime and more).

venv=${root:?}/.venv
python=$venv/bin/python

# Prints what an environment of kind $1 depends on: line 1 the interpreter and the place, line 2 what was installed.
# Fails if the environment's interpreter does not run.
fingerprint() {
    local locks=("$root/resources/lock/runtime.txt")
    [[ $1 == runtime ]] || locks+=("$root/resources/lock/$1.txt")
    "$python" -I -S - "$venv" "$root/pyproject.toml" "${locks[@]}" 2>/dev/null <<'PYTHON'
import hashlib, pathlib, sys

installed = hashlib.sha256()
for name in sys.argv[2:]:
    installed.update(pathlib.Path(name).read_bytes())
print(sys.version.replace("\n", " "), sys.argv[1])
print(installed.hexdigest())
PYTHON
}

is_ready() {
    [[ -f $venv/vindesk-$1 && $(<"$venv/vindesk-$1") == "$(fingerprint "$1")" ]]
}

# True if the environment is whole, made here and by this interpreter, so that only packages need to be changed.
can_be_updated() {
    local stamp first
    first=$(fingerprint runtime) || return 1
    for stamp in "$venv"/vindesk-*; do
        [[ -f $stamp && $(head -n 1 "$stamp") == "${first%%$'\n'*}" ]] || return 1
    done
}

# Prints the first interpreter that is new enough and can make environments; VINDESK_PYTHON goes first.
find_python() {
    local candidate
    for candidate in "${VINDESK_PYTHON:-}" python3 /usr/bin/python3 python3.{14,13,12,11}; do
        if [[ $candidate ]] && "$candidate" -I -c '
import sys, venv, ensurepip
sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# As find_python, and installs Python where there is none, or one that is too old or lacks its venv module.
find_or_install_python() {
    local minor
    find_python && return 0
    if has_apt; then
        ensure_packages "Python" python3 python3-venv || true
        find_python && return 0
        # A release whose own Python is too old may have a newer one beside it.
        for minor in 14 13 12 11; do
            if apt-cache show "python3.$minor-venv" >/dev/null 2>&1; then
                ensure_packages "Python 3.$minor" "python3.$minor-venv" || true
                find_python && return 0
            fi
        done
    fi
    fail "Python 3.11 or newer, with its venv module, is needed and was not found." \
        "Install it, or name one: VINDESK_PYTHON=/path/to/python3"
}

# Says why pip failed, from its words $1.
explain_pip() {
    if grep -qiE 'NewConnectionError|NameResolution|ConnectTimeout|ReadTimeout|Max retries|unreachable' <<<"$1"; then
        fail "The Python packages could not be downloaded: the package index does not answer." \
            "Connect this computer to the Internet and start again. (Once installed, vindesk starts without.)"
    fi
    tail -n 5 <<<"$1" >&2
    fail "The Python packages could not be installed; pip's last words are above." \
        "Nothing else was changed; start again to try again."
}

# -I: whatever PYTHONPATH and the user's own packages hold does not count. Answers only from ready-made wheels: a bare
# computer has no compiler.
quiet_pip() {
    local words
    words=$(PIP_USER=0 "$python" -I -m pip --quiet --disable-pip-version-check --no-input "$@" 2>&1) ||
        explain_pip "$words"
}

make_environment() {
    local base
    base=$(find_or_install_python) || exit
    say "Making a Python environment in $venv (once) ..."
    "$base" -I -m venv --clear "$venv" >&2 || fail "The environment could not be made; Python's words are above."
}

# Fetches into the folder $2 what the lock file $1 pins and the environment does not have. Where that fails, nothing has
# been changed yet, and what is installed can be used on.
fetch_missing() {
    rm -rf "$2"
    mkdir "$2"
    "$python" -I - "$1" >"$2/missing.txt" <<'PYTHON' || fail "Python's words are above; nothing was changed."
import importlib.metadata, pathlib, re, sys

installed = {
    re.sub(r"[-_.]+", "-", each.metadata["Name"] or "").lower(): each.version
    for each in importlib.metadata.distributions()
}
for entry in re.split(r"\n(?=[\w#])", pathlib.Path(sys.argv[1]).read_text("utf-8")):
    name, _, version = entry.split(maxsplit=1)[0].partition("==")
    if version and installed.get(name) != version:
        print(entry)
PYTHON
    quiet_pip download --require-hashes --no-deps --only-binary :all: --dest "$2" -r "$2/missing.txt"
}

install_environment() {
    local kind=$1 lock=$root/resources/lock/$1.txt fetched=$venv/fetched
    local from=()
    if can_be_updated; then
        say "Bringing the Python packages up to date ..."
        fetch_missing "$lock" "$fetched"
        from=(--no-index --find-links "$fetched")
    else
        make_environment
        say "Installing Python packages (once, about a minute) ..."
    fi
    rm -f "$venv"/vindesk-*
    quiet_pip install ${from[@]+"${from[@]}"} --require-hashes --no-deps --only-binary :all: -r "$lock"
    quiet_pip install --no-deps --no-build-isolation --editable "$root"
    rm -rf "$fetched"
    fingerprint runtime >"$venv/vindesk-runtime"
    [[ $kind == runtime ]] || fingerprint "$kind" >"$venv/vindesk-$kind"
}

# Makes .venv ready for $1 (runtime or dev).
ensure_environment() {
    is_ready "$1" && return 0
    [[ -w $root ]] || fail "vindesk is not set up yet, and its folder $root cannot be written to."
    refuse_foreign "$venv"
    take_turn
    is_ready "$1" || install_environment "$1"
}
