"""Seeing a case in full and signing an amount ask again who one is."""

from renshe.domains.cases.api import Case
from renshe.domains.identity.api import Look
from renshe.portals.casework.conftest import Bureau
from renshe.portals.casework.test_story import act, state
from renshe.portals.signin.test_proof import CONFIRM, asked, unproved


def test_the_answers_of_a_case_are_shown_in_full_after_the_proof_alone(bureau: Bureau) -> None:
    case = bureau.accepted()
    li = unproved(bureau.browser("li"))
    assert asked(act(li, case, "show"))
    assert not Look.objects.exists()


def test_no_amount_is_signed_without_a_fresh_proof(bureau: Bureau) -> None:
    case = bureau.reviewing(amount="20000")
    Case.objects.filter(pk=case.pk).update(amount_fen=2_000_000)
    case.refresh_from_db()
    wang = unproved(bureau.browser("wang"))
    assert asked(act(wang, case, "sign"))
    assert state(case) == "reviewing"
    wang.post(CONFIRM, {"next": "/"})
    assert not asked(act(wang, case, "sign"))
    assert state(case) != "reviewing"


def test_a_case_without_money_needs_no_second_question(bureau: Bureau) -> None:
    case = bureau.reviewing()
    Case.objects.filter(pk=case.pk).update(amount_fen=None)
    case.refresh_from_db()
    assert not asked(act(unproved(bureau.browser("wang")), case, "sign"))
