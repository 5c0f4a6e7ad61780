"""A year's base is published: provisional pensions become final, the rest is paid, and nobody is done twice."""

from __future__ import annotations

from datetime import date

import pytest

from renshe.domains.pension import api as pension
from renshe.domains.pension.conftest import retiree
from renshe.domains.pension.test_awards import NOVEMBER, ChangedBase, freeze
from renshe.kernel.rules import Refusal
from renshe.services.pension.correct_pension.finalise import Finalised, finalise_year

__all__ = ["retiree"]  # the fixture of one man with his career
LATER = date(2025, 10, 28)


def finalise(man, explain, *, write: bool = True) -> Finalised:
    return finalise_year(
        year=2025, signed=man.signed(known_on=LATER), explain=explain, accounting_month=NOVEMBER, write=write,
    )  # fmt: skip


@pytest.fixture
def provisional(retiree):
    """His pension on last year's base, October frozen."""
    base = retiree.explain
    retiree.explain = ChangedBase(base, base_fen=949_300, state="provisional")
    award = retiree.grant().award
    freeze(period=NOVEMBER - 1, batch_id=900)
    return retiree, base, award


def test_the_published_base_makes_it_final_and_the_difference_is_owed(provisional):
    man, base, old = provisional
    published = ChangedBase(base, base_fen=960_000)
    shown = finalise(man, published, write=False)
    assert pension.provisional_awards(year=2025) == [old.pk]  # shown, not written
    done = finalise(man, published)
    assert done.totals == shown.totals
    new = pension.in_force(person_id=old.person_id)
    assert (new.state, new.total_fen) == ("final", done.after_fen)
    rise = new.total_fen - old.total_fen
    assert rise == done.after_fen - done.before_fen > 0
    assert done.arrears_fen == rise * (NOVEMBER - old.starts_month)
    assert done.overpaid_fen == 0
    assert finalise(man, published).totals["final"] == 0  # nobody is left


def test_while_the_base_is_not_published_nothing_changes_and_the_count_says_so(provisional):
    man, _base, old = provisional
    kept = finalise(man, man.explain)
    assert kept.kept == [old.pk]
    assert kept.final == []
    old.refresh_from_db()
    assert old.state == "provisional"
    assert pension.Award.objects.filter(person_id=old.person_id).count() == 1


def test_what_the_law_refuses_is_told_and_the_pension_stays(provisional):
    man, _base, old = provisional

    def lost(*asked, **how):
        raise Refusal(_reason(man))

    refused = finalise(man, lost)
    assert [one for one, _ in refused.refused] == [old.pk]
    old.refresh_from_db()
    assert old.state == "provisional"


def _reason(man):
    """Some reason for which the law refuses: one that two signatures of one hand give."""
    with pytest.raises(Refusal) as told:
        pension.Signatures("same", "same", man.signed().at, LATER)
    return told.value.reason


def test_one_hand_cannot_determine_and_review(provisional):
    man, _base, _old = provisional
    with pytest.raises(Refusal):
        pension.Signatures("same", "same", man.signed().at, LATER)
