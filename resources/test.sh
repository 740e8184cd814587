#!/usr/bin/env bash
# Checks everything: format, lint, types, layers, tests. Installs what it needs, as run.sh does.
#   bash resources/test.sh [--long] [arguments for pytest]
# --long adds the tests that take minutes, and runs all tests one after the other, since it is their figures that are
# quoted; otherwise every core runs some. All steps run, whatever fails; the result is 0 only if none failed.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
. "$root/resources/lib/talk.sh"
. "$root/resources/lib/turn.sh"
. "$root/resources/lib/system.sh"
. "$root/resources/lib/environment.sh"
. "$root/resources/lib/display.sh"

summary=()
failed=0

# Runs "${@:2}" as the step named $1, and notes how it went and how long it took.
step() {
    local name=$1 began=$SECONDS result=ok
    shift
    printf '\n== %s: %s\n' "$name" "${*/#"$root/"/}"
    "$@" || { result="FAILED ($?)" && failed=1; }
    summary+=("$(printf '%-8s %-12s %4d s' "$name" "$result" $((SECONDS - began)))")
}

# One more than there are cores: many a test waits for something that does not come.
spread=(-n $(($(nproc) + 1)) --maxprocesses 8 --dist worksteal --benchmark-disable)
pytest_arguments=()
for argument in "$@"; do
    if [[ $argument == --long ]]; then
        spread=()
        pytest_arguments+=(-m 'long or not long')
    else
        pytest_arguments+=("$argument")
    fi
done

export QT_QPA_PLATFORM=offscreen PYTHONFAULTHANDLER=1
# Without bytecode each of the many processes that tests start would compile the whole program anew.
unset PYTHONDONTWRITEBYTECODE
ensure_environment dev
ensure_window_packages
# Without them, what they check is skipped.
ensure_packages "what checks the entry of the menu" desktop-file-utils appstream || true
end_turn

cd "$root"
# pyright comes whole with its wheel, and node with another: nothing is looked for, or fetched, elsewhere.
export PYRIGHT_PYTHON_IGNORE_WARNINGS=1 PYRIGHT_PYTHON_GLOBAL_NODE=0 PYRIGHT_PYTHON_USE_BUNDLED_PYRIGHT=1
unset PYRIGHT_PYTHON_FORCE_VERSION PYRIGHT_PYTHON_PYLANCE_VERSION

# The types take a minute of one core: the other one need not wait.
types_log=$(mktemp)
nice "$python" -m pyright > "$types_log" 2>&1 &
types_job=$!
# So does compiling the tests: here it is done once, each of the processes that run them would do it for itself.
"$python" -m pytest --collect-only -qq ${pytest_arguments[@]+"${pytest_arguments[@]}"} > /dev/null 2>&1 &
compile_job=$!
trap 'kill "$types_job" "$compile_job" 2> /dev/null || true; rm -f "$types_log"' EXIT

# What the check of the types said, and its result.
types() {
    local result=0
    wait "$types_job" || result=$?
    cat "$types_log"
    return "$result"
}

step format "$python" -m ruff format --check .
step lint "$python" -m ruff check .
step layers "$venv/bin/lint-imports"
wait "$compile_job" || true  # what cannot be collected is told below
step tests "$python" -m pytest ${spread[@]+"${spread[@]}"} ${pytest_arguments[@]+"${pytest_arguments[@]}"}

step types types

printf '\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
