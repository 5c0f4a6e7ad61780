"""Allowances granted together: each figure of the list, proposed and granted, leads to its explanation and agrees with it."""

from __future__ import annotations

from typing import Any

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.domains.pension import api as pension
from renshe.flows import land_batch_award as batch
from renshe.portals.land.awarding import awarding_of
from renshe.portals.land.owed import figure_of, row_of
from renshe.services.expropriation import conftest as villages
from renshe.services.expropriation.claim_allowance.test_late import AT, LATE, MARCH_10, seventy

village, make_person, make_employer = villages.village, villages.make_person, villages.make_employer
__all__ = ["seventy"]


def test_on_the_list_granted_together_every_figure_is_explained(village: Any, seventy: Any) -> None:
    pension.change_payee_account(
        person_id=seventy.pk, bank_code="102", account_number="6222021234567890128", account_name="李四",
        verified_on=made_up.TODAY, valid_from=made_up.TODAY,
    )  # fmt: skip
    clerk = expropriation.Recorded(by="clerk", at=AT, today=MARCH_10)
    batch.awards_proposed(project_id=village.project.pk, recorded=clerk)
    member = expropriation.old_member(person_id=seventy.pk)
    assert member is not None
    for decide in (
        None,
        lambda: batch.awards_decided(project_id=village.project.pk, recorded=LATE),
    ):
        if decide:
            decide()
        row = row_of(project_id=village.project.pk, member=member.pk)
        figures = {
            part: figure_of(row, part, place="310112")
            for part in (
                "monthly", "owed", "land_allowance_first", "land_elder_allowance", "rise_0", "rise_1",
            )
        }  # fmt: skip
        assert {part: fen for part, (_told, fen) in figures.items()} == {
            "monthly": 232_000, "owed": 900_000, "land_allowance_first": 216_000, "land_elder_allowance": 4_000,
            "rise_0": 8_000, "rise_1": 4_000,
        }  # fmt: skip
        for told, fen in figures.values():
            assert int(told.value) == fen
        shown = awarding_of(village.project.pk)
        assert shown is not None
        assert (shown.granted, shown.total_fen, shown.owed_fen) == (1, 232_000, 900_000)
        refused, granted = sorted(shown.lines, key=lambda one: bool(one.monthly))
        assert refused.why
        assert granted.monthly is not None
        assert granted.monthly.explain_url.endswith(f"/awards/{member.pk}/monthly/")
