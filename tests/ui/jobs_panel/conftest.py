"""Numbers as an American reads them."""

import pytest
from PySide6.QtCore import QLocale


@pytest.fixture(autouse=True)
def american(qapp: object) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
