"""Town insurance goes over into the employee scheme by three people's hands, once."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.kernel.codes.problem import Refused

CODE = "expropriation.convert_town_insurance"


def with_town(person_id: int, **changed: Any) -> expropriation.TownInsuranceRecord:
    given = {"months": 130, "months_paid": 96, "account_fen": 123_456, **changed}
    return expropriation.TownInsuranceRecord.objects.create(
        person_id=person_id, place="310112", recorded_by="x", recorded_at=made_up.NOW, **given
    )


def test_months_and_account_go_over_and_not_twice(office: Any, village: Any) -> None:
    with_town(village.worker.pk)
    case = office(CODE).granted({"agreed": "on"}, subject_id=village.worker.pk)
    assert case.amount_fen == 123_456
    record = expropriation.town_record(person_id=village.worker.pk)
    assert record is not None
    assert (record.state, record.carried_months, record.carried_fen, record.reference) == (
        "converted",
        130,
        123_456,
        case.number,
    )
    assert office(CODE).found({"agreed": "on"}, subject_id=village.worker.pk) == ["town_not_kept"]
    with pytest.raises(Refused, match="不能撤销"):
        office(CODE).reversed(case.number)


def test_who_has_none_or_draws_it_converts_nothing(office: Any, village: Any) -> None:
    assert office(CODE).found({"agreed": "on"}, subject_id=village.worker.pk) == [
        "no_town_insurance"
    ]
    with_town(village.old.pk, state="drawing")
    assert office(CODE).found({"agreed": "on"}, subject_id=village.old.pk) == ["town_not_kept"]
