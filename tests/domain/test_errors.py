import inspect

import pytest

from vindesk.domain import errors
from vindesk.domain.errors import (
    CacheLocked,
    UserError,
    VpicBusy,
    VpicError,
    VpicRefused,
    VpicTimedOut,
)

KINDS = [
    kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, UserError)
]


def test_an_error_carries_its_message() -> None:
    error = CacheLocked("vindesk runs as process 4711.", advice="Close it and try again.")

    assert str(error) == "vindesk runs as process 4711."
    assert error.sentence == (
        "The cache is in use by another program: vindesk runs as process 4711. "
        "Close it and try again."
    )


def test_an_error_without_advice_ends_with_what_happened() -> None:
    assert UserError("The file is gone.").sentence == "That did not work: The file is gone."


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_has_a_headline_and_a_place_in_the_tree(kind: type[UserError]) -> None:
    assert kind.title
    assert not kind.title.endswith(".")
    assert kind.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_headlines_tell_the_kinds_apart(kind: type[UserError]) -> None:
    assert [other for other in KINDS if other.title == kind.title] == [kind]


def test_asking_again_may_help_unless_vpic_refused() -> None:
    kinds = [kind for kind in KINDS if issubclass(kind, VpicError)]
    assert [kind for kind in kinds if not kind.transient] == [VpicRefused]


def test_a_busy_vpic_may_name_the_wait() -> None:
    assert VpicBusy("Too many requests.", retry_after_s=7).retry_after_s == 7
    assert VpicBusy("Too many requests.").retry_after_s is None
    assert not hasattr(VpicTimedOut("No answer."), "retry_after_s")
