"""The domain's rule of quality, in SQL: for answers that never become Python objects."""

from typing import Final

from vindesk.domain.vehicle import DOUBTFUL_CODES, PARTIAL_CODES, Quality


def _list(codes: frozenset[int]) -> str:
    return f"[{', '.join(map(str, sorted(codes)))}]"


JUDGED: Final = ("make", "model", "model_year", "error_code")
"""The columns that it looks at."""

_CODES: Final = r"""list_transform(
    regexp_split_to_array(error_code, '[,;]'),
    lambda part: TRY_CAST(
        regexp_extract(part, '(?s)^\s*([0-9]{1,5})\s*(?:- .*)?$', 1) AS INTEGER
    ))"""
"""As ``domain.vpic_codes.parse_codes`` reads them."""

QUALITY: Final = f"""CASE
    WHEN error_code = '0' AND make IS NOT NULL AND model IS NOT NULL AND model_year IS NOT NULL
        THEN '{Quality.DECODED}'
    WHEN list_contains({_CODES}, 7) OR (make IS NULL AND model IS NULL AND model_year IS NULL)
        THEN '{Quality.NO_DATA}'
    WHEN list_has_any({_CODES}, {_list(DOUBTFUL_CODES)}) OR model_year IS NULL
        THEN '{Quality.DOUBTFUL}'
    WHEN list_has_any({_CODES}, {_list(PARTIAL_CODES)}) OR make IS NULL OR model IS NULL
        THEN '{Quality.PARTIAL}'
    WHEN list_contains({_CODES}, 1) THEN '{Quality.CHECK_DIGIT}'
    ELSE '{Quality.DECODED}' END"""
"""What ``domain.vehicle.quality_of`` says, of these columns of an answer.

What most answers are comes first, since it is told without reading lists.
"""
