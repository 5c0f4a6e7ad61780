"""A retiree of Zhuhai whom a community looks after."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees

NOON = dt.datetime(2025, 10, 10, 4, tzinfo=dt.UTC)
BY = retirees.By(name="worker", at=NOON, today=NOON.date())


def communities() -> tuple[str, str]:
    """Two communities of Zhuhai in different streets."""
    rows = registry.Place.objects.filter(level="community", code__startswith="440402")
    codes = list(rows.order_by("code").values_list("code", flat=True))
    first = codes[0]
    return first, next(code for code in codes if code[:9] != first[:9])


@pytest.fixture
def retiree(db: Any) -> int:
    """Somebody with a pension, looked after by the first community."""
    registry.load_places(city="zhuhai")
    (person,) = add_pensioners(count=1, place=communities()[0])
    offer = retirees.moved(person_id=person, by=BY)
    assert offer is not None
    retirees.accept(hand_over_id=offer.pk, by=BY)
    return person
