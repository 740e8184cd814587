"""Blanks are what Python takes for space."""

import sys

from vindesk.domain.blanks import BLANKS


def test_blanks_are_all_that_is_space() -> None:
    assert "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1)))) == BLANKS
