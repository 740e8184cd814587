"""What to try, whoever found out that vPIC gave no good answer."""

from typing import Final

from vindesk.domain.words import phrase

LATER: Final = phrase("Try again later, or use the embedded copy.")
