# shellcheck shell=bash
# How the scripts speak: on standard error, so that what vindesk prints can be piped on.

say() {
    printf 'vindesk: %s\n' "$*" >&2
}

fail() {
    say "$@"
    exit 3 # "could not", as on vindesk's own command line
}
