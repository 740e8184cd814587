#!/usr/bin/env bash
# Writes resources/lock/*.txt anew from pyproject.toml: exact versions with hashes, for every Python from 3.11 on and
# every platform at once. Run it after changing a dependency. Pins are kept where they still fit;
#   bash resources/lock.sh --upgrade      takes the newest versions instead (any option of "uv pip compile" may be given)
# uv is needed for this alone; where it is not installed, it is fetched into a temporary folder.
set -euo pipefail

cd "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

uv=$(command -v uv) || {
    python3 -m venv "$scratch/uv"
    "$scratch/uv/bin/pip" --quiet --disable-pip-version-check install uv
    uv=$scratch/uv/bin/uv
}

# Prints what builds the project; it is locked too, so that an editable installation needs no network.
build_requirements() {
    sed -n 's/^requires = \["\(.*\)"\]$/\1/p' pyproject.toml
}

# Writes resources/lock/$1.txt with the options that follow.
lock() {
    local kind=$1
    shift
    build_requirements | "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command 'bash resources/lock.sh' --output-file "resources/lock/$kind.txt" \
        "$@" pyproject.toml -
}

lock runtime "$@"
lock dev --extra dev --constraint resources/lock/runtime.txt "$@"
lock package --extra package --constraint resources/lock/runtime.txt "$@"
