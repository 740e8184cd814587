#!/usr/bin/env bash
# Puts vindesk into this user's menu, with its icon, and offers it to open Parquet, csv and spreadsheets with:
#   bash resources/install-desktop.sh               starts the vindesk beside this script, else the one that is
#                                                   installed (pipx), else this checkout
#   bash resources/install-desktop.sh /path/to/it   starts that one
#   bash resources/install-desktop.sh --remove      takes all of it away again
# Only files under ~/.local/share are written; which program opens such files by default stays as it is.
set -euo pipefail

fail() {
    printf 'vindesk: %s\n' "$@" >&2
    exit 1
}

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
files=$here/desktop
[[ -d $files ]] || files=$here/_internal/desktop
[[ -f $files/vindesk.desktop ]] || fail "The folder with vindesk.desktop is missing beside this script."
share=${XDG_DATA_HOME:-$HOME/.local/share}
entry=$share/applications/vindesk.desktop
mime=$share/mime/packages/vindesk-mime.xml
metainfo=$share/metainfo/org.vindesk.vindesk.metainfo.xml
scalable=$share/icons/hicolor/scalable/apps/vindesk.svg

# Desktops see it without these too, though later; where a tool is missing, none is needed.
tell_desktop() {
    ! command -v update-mime-database >/dev/null || update-mime-database "$share/mime" >/dev/null || true
    ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$share/applications" || true
    ! command -v gtk-update-icon-cache >/dev/null ||
        gtk-update-icon-cache -q -t -f "$share/icons/hicolor" 2>/dev/null || true
}

remove() {
    rm -f "$entry" "$mime" "$metainfo" "$scalable" "$share"/icons/hicolor/*x*/apps/vindesk.png
    if [[ -d $share/mime && -d $share/applications ]]; then
        tell_desktop
    fi
    echo "vindesk: removed from the menu."
}

# Prints $1 as one word of an Exec line: quoted, then escaped once more as every value of the file is.
exec_word() {
    [[ $1 != *$'\n'* ]] || fail "A path with a line break cannot stand in a menu: $1"
    sed -e 's/["`$\\]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g' -e 's/.*/"&"/' <<<"$1"
}

# Sets the array command: what the entry starts.
find_command() {
    local given=${1:-} found
    if [[ $given ]]; then
        command=("$(readlink -f "$given")")
        [[ -x ${command[0]} ]] || fail "$given cannot be started."
    elif [[ -x $here/vindesk && -d $here/_internal ]]; then
        command=("$here/vindesk")
    elif found=$(command -v vindesk); then
        command=("$found")
    elif [[ -f $here/run.sh ]]; then
        command=(bash "$here/run.sh")
    else
        fail "No vindesk was found to start; give its path."
    fi
}

install_all() {
    local word line='' icon size svg
    find_command "$@"
    for word in "${command[@]}"; do
        line+="$(exec_word "$word") "
    done
    mkdir -p "$(dirname "$entry")" "$(dirname "$mime")" "$(dirname "$metainfo")" "$(dirname "$scalable")"
    while IFS= read -r word; do
        case $word in
            Exec=*) printf 'Exec=%s%%F\n' "$line" ;;
            TryExec=*) ;; # it need not be in PATH
            *) printf '%s\n' "$word" ;;
        esac
    done <"$files/vindesk.desktop" >"$entry.new"
    mv "$entry.new" "$entry"
    cp "$files/vindesk-mime.xml" "$mime"
    cp "$files/org.vindesk.vindesk.metainfo.xml" "$metainfo"
    for svg in "$here/icons/app.svg" "$here/_internal/vindesk/resources/icons/app.svg"; do
        [[ ! -f $svg ]] || cp "$svg" "$scalable"
    done
    for icon in "$files"/icons/*/vindesk.png; do
        size=$(basename "$(dirname "$icon")")
        mkdir -p "$share/icons/hicolor/$size/apps"
        cp "$icon" "$share/icons/hicolor/$size/apps/"
    done
    tell_desktop
    echo "vindesk: in the menu now; it starts ${command[*]}"
}

case ${1:-} in
    --remove) remove ;;
    -h | --help) sed -n '2,7s/^# \?//p' "${BASH_SOURCE[0]}" ;;
    -*) fail "What is $1? Try --help." ;;
    *) install_all "$@" ;;
esac
