#!/usr/bin/env bash
# Starts vindesk with the arguments given. What it needs is installed first, where it is missing: system libraries (on
# Debian and Ubuntu, for the window only), and Python packages at locked versions in .venv.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
. "$root/resources/lib/talk.sh"
. "$root/resources/lib/turn.sh"
. "$root/resources/lib/system.sh"
. "$root/resources/lib/environment.sh"
. "$root/resources/lib/display.sh"

window=''
! opens_a_window "$@" || window=yes

ensure_environment runtime
[[ ! $window ]] || ensure_window_packages
end_turn
[[ ! $window ]] || has_display || make_display
# -P: modules are never taken from the folder one happens to be in.
exec "$python" -P -m vindesk "$@"
