"""Trying an act tells what would refuse it, at the field where it belongs, and leaves nothing behind."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import TOO_MUCH, Office
from renshe.domains.cases.models import Notice
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.rules.refusal import Refusal

OTHER = Problem("other", "另一原因", "another reason", "owner-default", "请核对", "Check it")


def write_and(office: Office, *problems: Problem) -> None:
    """Write something, and then refuse it for these reasons, if any."""
    Notice.objects.create(to_account="zhang", zh="试", en="trial", at=office.actor("li").at)
    if problems:
        raise Refused(*problems, subject="X1")


def test_an_act_that_would_succeed_finds_nothing_and_is_undone(office: Office) -> None:
    """What it wrote is gone, and the transaction around it goes on."""
    assert cases.findings_of(lambda: write_and(office)) == []
    assert not Notice.objects.exists()
    write_and(office)
    assert Notice.objects.count() == 1


def test_every_reason_stands_at_its_field(office: Office) -> None:
    """Those that are not named go where the rest goes; a refusal of law has one reason and its subject."""
    found = cases.findings_of(
        lambda: write_and(office, TOO_MUCH, OTHER), fields={"too_much": "amount"}, otherwise="why"
    )
    told = [(one.problem.code, one.field, one.refuses, one.detail) for one in found]
    assert told == [("too_much", "amount", True, "X1"), ("other", "why", True, "X1")]
    assert not Notice.objects.exists()

    def refused_by_law() -> None:
        raise Refusal(OTHER, subject="2025-10")

    (one,) = cases.findings_of(refused_by_law)
    assert (one.problem.code, one.field, one.detail) == ("other", "", "2025-10")


def test_the_file_that_stands_for_a_paper_is_the_last_one_and_no_promise(office: Office) -> None:
    """A replaced file stands for nothing."""
    actor = office.actor("zhang", person_id=77)
    case = cases.open_case(
        application=cases.Application(office.item, "310112", "online", 77, "张某"), actor=actor
    )
    given = {"number": case.number, "item": office.item, "material": "proof", "actor": actor}
    assert cases.file_of(number=case.number, material="proof") is None
    file = {"name": "凭证.pdf", "media_type": "application/pdf"}
    first = cases.attach(**given, **file, content=b"%PDF 1")
    assert cases.file_of(number=case.number, material="proof") == first.file_id
    second = cases.attach(**given, **file, content=b"%PDF 2")
    assert cases.file_of(number=case.number, material="proof") == second.file_id != first.file_id
    cases.promise(number=case.number, item=office.item, material="proof", actor=actor)
    assert cases.file_of(number=case.number, material="proof") is None
