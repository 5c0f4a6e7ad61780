"""At the legal age an allowance by the whole formula becomes the pension as it stands."""

from datetime import UTC, date, datetime

import pytest

from renshe.domains.pension import api as pension
from renshe.domains.pension.test_pensioners import add_pensioners
from renshe.kernel.rules import Explanation, Node

STARTS, LEGAL = 2025 * 12 + 2, 2027 * 12
AT = datetime(2026, 12, 20, tzinfo=UTC)
SIGNED = pension.Signatures("handler", "reviewer", AT, date(2026, 12, 20))


class Told:
    """A law that gives an allowance by one of the formulas."""

    def __init__(self, formula):
        self.formula = formula

    def __call__(self, target, facts, *, place, on, known_on=None, given=None):
        parts = {"basic_pension": 200_000, "invalidity_account_part": 90_000,
                 "invalidity_transitional_part": 10_000, "invalidity_other_part": 0}  # fmt: skip
        children = [Node(name, "rule", name, name, "fen", fen) for name, fen in parts.items()]
        children.append(Node("invalidity_formula", "rule", "", "", "code", self.formula))
        root = Node(target, "rule", "", "", "fen", sum(parts.values()), children=tuple(children))
        return Explanation(target, place, on.isoformat(), "", "hash", root)


def allowance(formula):
    (person,) = add_pensioners(count=1)
    pension.Award.objects.filter(person_id=person).update(state="redetermined")
    told = Told(formula)
    award = pension.grant_benefit(
        kind="invalidity", person_id=person, place="310112", facts={}, starts_month=STARTS, signed=SIGNED,
        explain=told,
    ).award  # fmt: skip
    pension.Adjustment.objects.create(
        award=award, year=2026, from_month=2026 * 12, amount_fen=6_000, known_on=date(2026, 7, 1)
    )
    return award, told


@pytest.mark.usefixtures("fresh_database")
def test_it_goes_over_with_its_parts_and_its_rises_and_is_not_recalculated():
    award, told = allowance("full_pension_formula")
    assert pension.drawn_as_a_pension(award=award, explain=told)
    made = pension.become_old_age(award_id=award.pk, from_month=LEGAL, signed=SIGNED, explain=told)
    award.refresh_from_db()
    assert (award.state, award.ends_month) == ("ended", LEGAL - 1)
    new = made.award
    assert (new.kind, new.state, new.starts_month, new.total_fen) == (
        "old_age",
        "final",
        LEGAL,
        300_000,
    )
    assert (new.basic_fen, new.account_fen, new.transitional_fen) == (200_000, 90_000, 10_000)
    due = pension.monthly_amounts(award=new, until=LEGAL + 1)
    assert sum(due[LEGAL].values()) == 306_000
    assert new.receipt["converted_from"] == award.pk


@pytest.mark.usefixtures("fresh_database")
def test_what_was_given_by_the_basic_part_alone_is_determined_anew_instead():
    award, told = allowance("basic_pension_formula_only")
    assert not pension.drawn_as_a_pension(award=award, explain=told)
    with pytest.raises(ValueError, match="no allowance by the whole formula"):
        pension.become_old_age(award_id=award.pk, from_month=LEGAL, signed=SIGNED, explain=told)
