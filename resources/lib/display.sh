# shellcheck shell=bash
# What a window needs: libraries, and a display, the one there is or a virtual one.
# Needs talk.sh and system.sh, and $root and $python.

# What Qt's libraries, and its plugins for X11 and Wayland, are linked with (ldd on every .so of PySide6), and a font:
# with none installed every letter is a box.
WINDOW_PACKAGES=(
    libegl1 libgl1 libx11-6 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3 'libglib2.0-0t64|libglib2.0-0'
    libbrotli1 libgssapi-krb5-2
    libx11-xcb1 libxkbcommon-x11-0 libxcb1 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1
    libxcb-xfixes0 libxcb-xkb1
    libwayland-client0 libwayland-cursor0 libwayland-egl1
    fonts-dejavu-core
)

# True if the arguments "$@" open a window: no sub-command stands first among them, and no question about vindesk.
opens_a_window() {
    local first=''
    while [[ $# -gt 0 ]]; do
        case $1 in
            -h | --help | --version) return 1 ;;
            --) break ;;
            --data-dir | --vpic-url | --source | --log-level | --screenshot) shift ;; # and its value
            -*) ;;
            *) first=${first:-$1} ;;
        esac
        shift || true
    done
    case $first in
        lookup | import | export | remove | backup | restore | clean) return 1 ;;
    esac
}

# True if Qt will find a screen, or has been told not to need one; only X11 and Wayland can be missing.
has_display() {
    [[ $(uname -s) != Linux || ${DISPLAY:-} || ${WAYLAND_DISPLAY:-} || ${QT_QPA_PLATFORM:-} ]]
}

# Installs what a window needs. Elsewhere than on Debian and Ubuntu, and where it cannot, all is well if Qt loads.
ensure_window_packages() {
    local packages=("${WINDOW_PACKAGES[@]}")
    has_display || packages+=(xvfb)
    ensure_packages "the libraries that a window needs" "${packages[@]}" && return 0
    "${python:?}" -I - <<'PYTHON' || fail "Without it the window cannot open. (The command line can: vindesk lookup ...)"
import sys

try:
    from PySide6 import QtNetwork, QtSvg, QtWidgets
except ImportError as error:
    sys.exit(f"vindesk: Qt misses a library: {error}")
PYTHON
}

# Writes an X authority file $1 with a new random key, as xauth would: without one, every user of this computer could
# look at the virtual screen.
write_x_key() {
    "${python:?}" -I -S - "$1" <<'PYTHON'
import os, struct, sys

ANY_DISPLAY = struct.pack(">HHH", 0xFFFF, 0, 0)
NAME = b"MIT-MAGIC-COOKIE-1"
key = os.urandom(16)
entry = ANY_DISPLAY + struct.pack(">H", len(NAME)) + NAME + struct.pack(">H", len(key)) + key
with open(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
    file.write(entry)
PYTHON
}

# Starts Xvfb on a free display and sets DISPLAY; returns 1 if it does not start. It ends with this process, also after
# exec and however that ends: the keeper sees the pipe closed that this process holds open as descriptor 8.
start_virtual_display() {
    local folder number=''
    folder=$(mktemp -d)
    mkfifo "$folder/alive" "$folder/number"
    write_x_key "$folder/key"
    setsid bash "${root:?}/resources/lib/keep_xvfb.sh" "$folder" </dev/null >/dev/null 2>&1 &
    exec 8>"$folder/alive"
    if ! read -r -t 30 number <"$folder/number"; then
        exec 8>&-
        return 1
    fi
    export DISPLAY=:$number XAUTHORITY=$folder/key
}

# Starts a virtual display; where that cannot be, Qt draws into memory.
make_display() {
    if command -v Xvfb >/dev/null && start_virtual_display; then
        say "No display was found: the window opens on a virtual one (Xvfb), where nobody sees it."
    else
        say "No display was found, and no Xvfb: the window is drawn in memory, where nobody sees it."
        export QT_QPA_PLATFORM=offscreen
    fi
}
