#!/usr/bin/env bash
# Runs Xvfb as long as its user holds the pipe $1/alive open; then stops it and removes the folder $1.
# Xvfb chooses a free display and writes its number to the pipe $1/number. See display.sh.
set -euo pipefail

folder=$1
exec 7<"$folder/alive"
Xvfb -displayfd 3 -auth "$folder/key" -nolisten tcp -noreset -screen 0 1440x900x24 3>"$folder/number" 7<&- &
server=$!

trap 'kill "$server" || true; rm -rf "$folder"' EXIT
cat <&7 # ends when the pipe is closed
