# shellcheck shell=bash
# System packages of Debian and Ubuntu: finding out which are missing, and installing those. Needs talk.sh and turn.sh.
#
# A package that has other names on other releases is written with all of them, newest first: "new|old".

has_apt() {
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

# Prints those of the packages "$@" of which no variant is installed. One dpkg-query for all: this runs at every start.
missing_packages() {
    local entry name installed
    local names=()
    IFS='| ' read -ra names <<<"$*"
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null || true)
    for entry in "$@"; do
        for name in ${entry//|/ }; do
            [[ $'\n'$installed$'\n' == *$'\n'"installed $name"$'\n'* ]] && continue 2
        done
        printf '%s\n' "$entry"
    done
}

# Prints, for each of the packages "$@", the variant that apt knows; the oldest name if it knows none, since newer
# packages provide the names they replaced.
names_apt_knows() {
    local entry
    for entry in "$@"; do
        while [[ $entry == *'|'* ]] && ! apt-cache show "${entry%%|*}" >/dev/null 2>&1; do
            entry=${entry#*|}
        done
        printf '%s\n' "${entry%%|*}"
    done
}

# How to become root. sudo may ask for a password only where there is a person to answer.
if [[ $(id -u) -eq 0 ]]; then
    become_root=()
elif ! command -v sudo >/dev/null; then
    become_root=(false)
elif [[ -t 0 && -t 2 ]]; then
    become_root=(sudo)
else
    become_root=(sudo -n)
fi

# Never asks a question, and waits for another apt to end. Descriptor 9 is our turn: nothing that apt starts may keep it.
quiet_apt() {
    ${become_root[@]+"${become_root[@]}"} env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -qq -y \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold "$@" \
        </dev/null 2>&1 9>&-
}

# Installs the packages "$@"; otherwise says what to type and returns 1. $1 completes "Installing ...".
install_packages() {
    local what=$1 words
    local names=()
    shift
    say "Installing $what (once, needs administrator rights) ..."
    # A failed update may concern a source that is not needed here: whether the packages can be had, install tells.
    quiet_apt update >/dev/null || true
    read -rd '' -a names < <(names_apt_knows "$@") || true
    words=$(quiet_apt --no-install-recommends install "${names[@]}") && return 0
    tail -n 3 <<<"$words" >&2
    say "That did not work. Please run, as root or with sudo:  apt-get update; apt-get install ${names[*]}"
    return 1
}

# Installs those of the packages "$@" that are missing. $1 completes "Installing ...". Returns 1 where it cannot.
ensure_packages() {
    local what=$1
    local missing=()
    shift
    has_apt || return 1
    [[ $(missing_packages "$@") ]] || return 0
    take_turn
    read -rd '' -a missing < <(missing_packages "$@") || true
    [[ ${#missing[@]} -eq 0 ]] || install_packages "$what" "${missing[@]}"
}
