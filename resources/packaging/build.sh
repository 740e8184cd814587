#!/usr/bin/env bash
# Makes dist/vindesk: a folder that runs on a Linux with no Python and no Qt of its own, and starts it to see that it
# does. The wheel it is made of stays in dist/ as well. Nothing of the development environment is used or changed.
#   bash resources/packaging/build.sh [--check]      --check: only start what is there already
set -euo pipefail

root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
. "$root/resources/lib/talk.sh"
. "$root/resources/lib/turn.sh"
. "$root/resources/lib/system.sh"
. "$root/resources/lib/environment.sh"
. "$root/resources/lib/display.sh"

work=$root/build/package
venv=$work/venv
python=$venv/bin/python
made=$root/dist/vindesk

# Installs what PyInstaller works with; elsewhere than on Debian and Ubuntu it says itself what it misses.
ensure_tools() {
    local prefix version
    local packages=(binutils)
    read -r prefix version < <("$python" -I -c 'import sys; print(sys.base_prefix, "%d.%d" % sys.version_info[:2])')
    # Only the system's own Python comes without its library.
    [[ $prefix != /usr ]] || packages+=("libpython${version}t64|libpython$version")
    ensure_packages "what PyInstaller needs" "${packages[@]}" || true
    end_turn
}

build() {
    local wheel
    mkdir -p "$work" "$root/dist"
    make_environment
    ensure_tools
    quiet_pip install --require-hashes --no-deps --only-binary :all: -r "$root/resources/lock/package.txt"
    rm -rf "$work/wheel"
    quiet_pip wheel --no-deps --no-build-isolation --wheel-dir "$work/wheel" "$root"
    wheel=$(echo "$work"/wheel/vindesk-*.whl)
    quiet_pip install --no-deps --force-reinstall "$wheel"
    say "Putting the folder together (a few minutes) ..."
    # From a folder of its own: what is bundled is the installed wheel, not what happens to lie around.
    (cd "$work" && "$python" -I -m PyInstaller --noconfirm --log-level WARN --distpath "$root/dist" \
        --workpath "$work/pyinstaller" "$root/resources/packaging/vindesk.spec")
    cp "$wheel" "$root/dist/"
    cp "$root/resources/install-desktop.sh" "$root/LICENSE" "$made/"
}

# Runs the folder's program with "${@:2}", with nothing around it, and fails unless it says what fits $1.
says() {
    local wanted=$1 said
    shift
    said=$(env -i HOME="$scratch" PATH=/usr/bin:/bin QT_QPA_PLATFORM=offscreen LANG=C.UTF-8 "$made/vindesk" "$@" 2>&1) ||
        fail "vindesk $* failed: $said"
    grep -qE -- "$wanted" <<<"$said" || fail "vindesk $* did not say $wanted but: $said"
    say "ok  vindesk $*"
}

check() {
    local here=(--data-dir "$scratch/data")
    says '^vindesk [0-9]' --version
    says '^usage: vindesk' --help
    says '"make": "PETERBILT".*"source": "embedded"' lookup 1XPWD40X1ED215307 --source embedded --json "${here[@]}"
    printf 'Unit,VIN\n1,ZA9CA05AXJLA12340\n2,1HGCM82633A004352\n' >"$scratch/vins.csv"
    says . import "$scratch/vins.csv" --source embedded --export "$scratch/vehicles.parquet" "${here[@]}"
    [[ $(head -c 4 "$scratch/vehicles.parquet") == PAR1 ]] || fail "No Parquet file was written."
    says '' "${here[@]}" --source embedded --screenshot "$scratch/window.png" "$scratch/vehicles.parquet"
    [[ $(stat -c %s "$scratch/window.png") -gt 20000 ]] || fail "The picture of the window is empty."
    ! grep -rE 'ERROR|Traceback' "$scratch/data/logs" >&2 || fail "The log tells of an error; see above."
    say "dist/vindesk works; it takes $(du -sm "$made" | cut -f1) MB."
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# What Qt's libraries are linked with: PyInstaller takes some of it along, and the check wants the rest.
ensure_packages "the libraries that a window needs" "${WINDOW_PACKAGES[@]}" || true
end_turn
[[ ${1:-} == --check ]] || build
check
