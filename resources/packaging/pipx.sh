#!/usr/bin/env bash
# Builds the wheel, installs it with pipx into a folder that is thrown away, and looks whether it works there: the
# command line, the window, the icons and the catalogue of fields inside.
#   bash resources/packaging/pipx.sh      Needs pipx, and the package index.
set -euo pipefail

root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
. "$root/resources/lib/talk.sh"

command -v pipx >/dev/null || fail "pipx is needed (apt install pipx)."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PIPX_HOME=$scratch/home PIPX_BIN_DIR=$scratch/bin PIPX_MAN_DIR=$scratch/man PIP_DISABLE_PIP_VERSION_CHECK=1
export QT_QPA_PLATFORM=offscreen VINDESK_SOURCE=embedded
unset PYTHONPATH VIRTUAL_ENV
cd "$scratch"

base=${VINDESK_PYTHON:-python3}
"$base" -m pip wheel --quiet --no-deps --wheel-dir "$scratch/wheel" "$root"
say "Installing $(basename "$scratch"/wheel/*.whl) with pipx ..."
pipx install --python "$(command -v "$base")" "$scratch"/wheel/*.whl >install.log 2>&1 || {
    cat install.log >&2
    fail "pipx could not install the wheel; its words are above."
}

vindesk=$scratch/bin/vindesk
"$vindesk" --version
"$vindesk" lookup 1XPWD40X1ED215307 --source embedded --json --data-dir data | tee answer
grep -q '"make": "PETERBILT"' answer || fail "The lookup did not answer."
"$scratch"/home/venvs/vindesk/bin/python -I - <<'PYTHON'
from vindesk.bundled import bundled
from vindesk.domain.fields import FIELDS

assert bundled("icons/app.svg").is_file() and bundled("fields.json").is_file()
assert len(FIELDS) > 150
PYTHON
"$vindesk" --data-dir data --screenshot window.png
[[ -s window.png ]] || fail "The window was not drawn."
say "The wheel works with pipx; its environment takes $(du -sm home | cut -f1) MB."
