"""Above the limit that the security administrator set, who approves a payment does not confirm its money as well."""

from __future__ import annotations

from datetime import date

import pytest

from renshe.domains.identity.api import RoleCode, account_named, set_two_person_limit
from renshe.domains.pension import api as pension
from renshe.portals.conftest import NOON, Town
from renshe.portals.finance.test_payment_pages import granted, staff

TODAY = date(2025, 10, 31)
TOTAL = 8_533_800
"""What the benefit of the test pays, in fen."""


@pytest.fixture
def benefit(town: Town) -> pension.SurvivorsBenefit:
    """One benefit that waits."""
    return granted(town)


def limited(fen: int) -> None:
    """The limit for approving payments from today on."""
    staff("security", RoleCode.SECURITY_ADMINISTRATOR)
    by = account_named(username="security")
    assert by is not None
    set_two_person_limit(
        action="books.approve",
        amount_fen=fen,
        valid_from=TODAY,
        reason="内控制度",
        by=by,
        on=TODAY,
        at=NOON,
    )


@pytest.mark.parametrize(("limit", "needs_another"), [(TOTAL - 1, True), (TOTAL, False)])
def test_one_fen_above_the_limit_a_third_person_confirms_and_at_the_limit_none_is_needed(
    benefit: pension.SurvivorsBenefit, limit: int, needs_another: bool
) -> None:
    limited(limit)
    maker, chief = (
        staff("maker", RoleCode.FUND_ACCOUNTANT),
        staff("chief", RoleCode.FUND_SUPERVISOR),
    )
    other = staff("other", RoleCode.FUND_SUPERVISOR)
    batch = maker.post("/finance/one-off/", {"act": "make", "benefit": [benefit.pk]})["Location"]
    assert chief.post(batch, {"act": "approve"}).status_code == 302
    if needs_another:
        assert "等待另一位基金主管" in chief.get(batch).content.decode()
        refused = chief.post(batch, {"act": "fund"})
        assert (refused.status_code, "须由两位主管分别办理" in refused.content.decode()) == (
            409,
            True,
        )
        assert pension.OneOffBatch.objects.get().state == "approved"
    by = other if needs_another else chief
    assert by.post(batch, {"act": "fund"}).status_code == 302
    assert pension.OneOffBatch.objects.get().state == "funded"


def test_money_moves_only_on_a_fresh_proof(
    benefit: pension.SurvivorsBenefit, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker, chief = (
        staff("maker", RoleCode.FUND_ACCOUNTANT),
        staff("chief", RoleCode.FUND_SUPERVISOR),
    )
    batch = maker.post("/finance/one-off/", {"act": "make", "benefit": [benefit.pk]})["Location"]
    session = chief.session
    session["proved"] = 0
    session.save()
    asked = chief.post(batch, {"act": "approve"})
    assert asked["Location"].startswith("/account/confirm/")
    assert pension.OneOffBatch.objects.get().state == "made"
    chief.post("/account/confirm/")
    assert chief.post(batch, {"act": "approve"}).status_code == 302
    assert pension.OneOffBatch.objects.get().state == "approved"
