"""What a sub-command says to the shell."""

from enum import IntEnum


class ExitCode(IntEnum):
    DONE = 0
    SOME_FAILED = 1
    WRONG_USE = 2
    COULD_NOT = 3
