"""A bad rating that says why is a complaint of the hotline; every other rating opens nothing."""

from __future__ import annotations

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Case
from renshe.services.rating import TICKET, rate

CODE = "information.hotline_ticket"
CALL = {
    "source": "h12333", "kind": "consult", "named": "named", "caller_name": "王小明", "phone": "13812345678",
    "said": "灵活就业人员每月几号前缴费？",
}  # fmt: skip


def rated(office, *, grade: int, words: str, labels: tuple[str, ...] = ()) -> cases.Case:
    """A finished case, rated by whoever asked."""
    at = office(CODE)
    case = at.closed(CALL)
    rate(
        number=case.number, grade=grade, labels=labels, words=words, channel="online",
        actor=at.actor(case.applicant),
    )  # fmt: skip
    return case


def tickets(case: cases.Case) -> list[Case]:
    """What was opened beside the rated case."""
    return list(Case.objects.filter(item=TICKET).exclude(pk=case.pk))


def test_a_bad_rating_that_says_why_becomes_a_complaint_in_the_raters_name(office):
    (label, *_more) = cases.LABELS[1]
    case = rated(office, grade=1, words="说好回电一直没有回", labels=(label,))
    (ticket,) = tickets(case)
    assert (ticket.state, ticket.applicant, ticket.place) == (
        "submitted",
        case.applicant,
        case.place,
    )
    assert ticket.form["kind"] == "complaint"
    assert case.number in ticket.form["against"]
    assert ticket.form["said"] == f"{label}：说好回电一直没有回"
    assert ticket.form["named"] == "anonymous"
    assert cases.rating_of(case=case).answer_due_on is not None


@pytest.mark.parametrize(("grade", "words"), [(2, ""), (2, "  "), (3, "一般"), (5, "很好")])
def test_no_other_rating_opens_anything(office, grade, words):
    case = rated(office, grade=grade, words=words)
    assert tickets(case) == []
    assert cases.rating_of(case=case) is not None
