# shellcheck shell=bash
# Of several starts at once, one installs and the others wait for it. Needs talk.sh, and $root.

my_turn=''

# Fails where $1 is there and cannot be changed: a start as another user, as with sudo, made it.
refuse_foreign() {
    [[ ! -e $1 || -w $1 ]] ||
        fail "$1 belongs to another user, as after a start with sudo." \
            "Remove what that left, and start again:  sudo rm -rf '$root/.venv' '$root/.venv.lock'"
}

# Waits until no other start installs, and keeps others waiting until end_turn, or this process, ends. What was found
# missing before may be there afterwards: look again.
take_turn() {
    [[ ! $my_turn ]] || return 0
    [[ -w ${root:?} ]] || return 0 # where nothing can be installed, nobody needs to wait
    refuse_foreign "$root/.venv.lock"
    exec 9>"$root/.venv.lock"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "Another start is installing; waiting for it ..."
        flock 9
    fi
    my_turn=yes
}

end_turn() {
    exec 9>&-
    my_turn=''
}
