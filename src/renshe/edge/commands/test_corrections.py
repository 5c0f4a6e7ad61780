"""Corrections as clerks type them: four people for a refund, three for an overpayment, and every no in two languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from renshe.domains.pension import api as pension
from renshe.domains.registry.models import Person
from renshe.edge.commands import corrections, overpayments, year
from renshe.services.contributions.conftest import Bureau, broken, bureau
from renshe.services.pension.conftest import Pensioners, pensioners

__all__ = ["bureau", "pensioners"]
BOOKS = ("--month", "2025-11")


def ask(command: Any, *words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """A paper that proves something."""
    path = tmp_path / "裁决书.pdf"
    path.write_bytes(b"%PDF ruling")
    return str(path)


def test_a_refund_goes_through_four_people_by_command(bureau: Bureau, paper: str) -> None:
    bureau.leave(bureau.second)
    person = Person.objects.get(pk=bureau.second).id_number
    asked = ("refund", "--person", person, "--employer", bureau.factory.uscc, "--months", "2024-10", "--ground",
             "no_employment", *BOOKS, "--evidence", paper, "--reason", "双方无劳动关系", "--by", "clerk")  # fmt: skip
    taken = ask(corrections.command, *asked)
    assert taken.exit_code == 0, taken.output
    assert "已受理 handled: 1 · 3,777.40" in taken.output
    again = ask(corrections.command, *asked)
    assert again.exit_code == 1
    assert "同一事项已有未办结的申请" in again.output
    assert "settle or refuse that one first" in again.output
    assert "误缴退费" in ask(corrections.command, "list").output
    assert ask(corrections.command, "review", "1", "--by", "clerk").exit_code == 1
    assert ask(corrections.command, "review", "1", "--by", "reviewer").exit_code == 0
    assert ask(corrections.command, "approve", "1", "--by", "approver").exit_code == 0
    assert (
        "无需 none needed"
        in ask(corrections.command, "post", "month_refund", *BOOKS, "--plan", "--by", "x").output
    )
    posted = ask(corrections.command, "post", "month_refund", *BOOKS, "--by", "accountant")
    assert "已入账 posted: 1 · 3,777.40" in posted.output
    assert (
        "nothing waits"
        in ask(corrections.command, "post", "month_refund", *BOOKS, "--by", "accountant").output
    )
    assert broken() == {}


def test_the_other_corrections_answer_by_command_too(bureau: Bureau, paper: str) -> None:
    people = {
        number: Person.objects.get(pk=number).id_number for number in (bureau.second, bureau.own)
    }
    told = ("--evidence", paper, "--reason", "更正", "--by", "clerk")
    moved = ask(corrections.command, "move", "--person", people[bureau.second], "--right-person", people[bureau.own],
                "--employer", bureau.factory.uscc, "--months", "2024-10", *BOOKS, *told)  # fmt: skip
    assert (moved.exit_code, "登记信息不能证明" in moved.output) == (1, True)
    given_up = ask(corrections.command, "write-off", "--employer", bureau.other.uscc, "--ground", "dissolved",
                   "--instrument", "x", *told)  # fmt: skip
    assert (given_up.exit_code, "单位尚未注销" in given_up.output) == (1, True)
    waived = ask(corrections.command, "waive", "--bill", "1", "--until", "2025-10-30", "--ground", "agreement",
                 "--instrument", "x", *told)  # fmt: skip
    assert (waived.exit_code, "协议无效" in waived.output) == (1, True)
    held = ask(
        corrections.command,
        "suspense",
        "--receipt",
        "1",
        "--payer",
        "nobody",
        "--amount",
        "1.00",
        *told,
    )
    assert (held.exit_code, "申请人不是缴款人" in held.output) == (1, True)
    nobody = ask(
        corrections.command,
        "refund",
        "--person",
        "1",
        "--months",
        "2024-10",
        "--ground",
        "paid_twice",
        *BOOKS,
        *told,
    )
    assert nobody.exit_code == 2
    wrong = ask(corrections.command, "refuse", "99", "--why", "x", "--by", "reviewer")
    assert (wrong.exit_code, "没有这一申请" in wrong.output) == (1, True)


def test_a_year_of_contributions_is_closed_by_command(bureau: Bureau) -> None:
    words = ("contributions", "2024", "--place", "310112", *BOOKS)
    closed = ask(year.command, *words)
    assert closed.exit_code == 0, closed.output
    assert "40,600.00 元" in closed.output
    assert ask(year.command, *words).output == closed.output
    early = ask(year.command, "contributions", "2025", "--place", "310112", *BOOKS)
    assert (early.exit_code, "尚未结束" in early.output) == (1, True)


def test_an_overpayment_is_set_off_by_three_people_by_command(
    pensioners: Pensioners, paper: str
) -> None:
    owed = pensioners.die(pensioners.second, date(2025, 8, 15))
    pension.Overpayment.objects.update(notified_on=date(2025, 10, 5))
    assert "6,000.04" in ask(overpayments.command, "list").output
    told = (
        "--instrument",
        "沪人社稽〔2025〕21号",
        "--evidence",
        paper,
        "--reason",
        "抵扣",
        "--by",
        "clerk",
    )
    early = ask(overpayments.command, "write-off", str(owed.pk), "--ground", "no_estate", *told)
    assert (early.exit_code, "应先抵扣" in early.output) == (1, True)
    taken = ask(overpayments.command, "set-off", str(owed.pk), *told)
    assert taken.exit_code == 0, taken.output
    assert "6,000.04" in taken.output
    assert "先恢复个人账户 put back into the account first: 2,000.00" in taken.output
    assert ask(overpayments.command, "review", "1", "--by", "reviewer").exit_code == 0
    assert ask(overpayments.command, "approve", "1", *BOOKS, "--by", "clerk").exit_code == 1
    assert "booked" in ask(overpayments.command, "approve", "1", *BOOKS, "--by", "approver").output
    assert ask(overpayments.command, "refuse", "1", "--why", "x", "--by", "reviewer").exit_code == 1
    assert pensioners.broken() == {}
