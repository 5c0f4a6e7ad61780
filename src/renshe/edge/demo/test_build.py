"""A city in a database: every invariant holds, the books open as the rows add up, and people can sign in."""

from __future__ import annotations

import importlib
import json
import stat
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from django.contrib.auth import authenticate
from django.db import connection

from renshe.edge.demo.accounts import PASSWORD
from renshe.edge.demo.build import NotHere, build_city
from renshe.edge.demo.truth import FILE, read_truths, truth_folder
from renshe.foundation.invariants import prove

PEOPLE = 700


@pytest.fixture
def summary(
    fresh_database: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """A small city in a fresh database, its home in a folder of the test's own; Django is the runner."""
    monkeypatch.setenv("RENSHE_HOME", str(tmp_path))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    fresh_database.become("runner")
    return build_city(place="440400", people=PEOPLE, chunk=300)


def asked(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


EMPLOYEES = "('employee_pension', 'employee_medical', 'unemployment', 'work_injury')"
GROWS_LATER = {
    "contributions_year", "pension_award", "pension_payee_account", "pension_recognition",
}  # fmt: skip
"""Tables to which other schemes of the demonstration add after the city is loaded."""


def test_a_built_city_keeps_every_invariant_and_says_who_may_sign_in(
    summary: dict[str, Any], owner_connection: psycopg.Connection
) -> None:
    for domain in ("registry", "enrolment", "contributions", "pension", "funds", "identity"):
        module = importlib.import_module(f"renshe.domains.{domain}.checks")
        for invariant, breaches, count in prove(invariants=module.INVARIANTS):
            assert count == 0, (invariant.name, breaches)
    for table, rows in summary["rows"].items():
        there = asked(f"SELECT count(*) FROM {table}")
        assert there >= rows if table in GROWS_LATER else there == rows, table
    kinds = (
        "SELECT string_agg(DISTINCT contype::text, '' ORDER BY contype::text) FROM pg_constraint"
    )
    assert (
        asked(
            f"{kinds} WHERE conrelid = 'enrolment_spell'::regclass AND convalidated AND contype IN ('f', 'x')"
        )
        == "fx"
    )
    _the_books_open_as_the_rows_add_up(summary)
    _the_next_number_is_free(owner_connection)
    _everybody_named_can_sign_in(summary)
    _the_truth_is_only_in_its_file(summary)
    _rosters_lie_ready(summary)


def _the_books_open_as_the_rows_add_up(summary: dict[str, Any]) -> None:
    owed = asked("SELECT sum(total_fen - received_fen)::bigint FROM contributions_bill")
    assert owed == sum(fund["receivable_fen"] for fund in summary["funds"].values())
    accounts = asked("""
        SELECT ((SELECT sum(closing_fen) FROM funds_account_year)
              + (SELECT sum(fen) FROM contributions_year y, unnest(y.credit_fen) fen WHERE y.year = 2025)
              + (SELECT sum(l.account_credit_fen) FROM contributions_line l
                   JOIN contributions_bill b ON b.id = l.bill_id WHERE b.state = 'credited')
              - (SELECT sum(account_fen) FROM pension_payment_line))::bigint""")
    assert accounts == summary["funds"]["employee_pension"]["individual_accounts_fen"]
    ledger = """SELECT sum(l.credit_fen - l.debit_fen)::bigint FROM funds_line l
                  JOIN funds_entry e ON e.id = l.entry_id AND e.fund_id IN {employees}
                  JOIN funds_account a ON a.id = l.account_id WHERE a.code = '{code}'"""
    # What other provinces sent and what left for them moved accounts after the books had opened.
    moved = asked(
        "SELECT coalesce(sum(amount_fen), 0)::bigint FROM contributions_account_correction"
    )
    accounts += moved
    assert asked(ledger.format(code="R2201", employees="('employee_pension')")) == accounts
    assert -asked(ledger.format(code="R1101", employees=EMPLOYEES)) == owed


def _the_next_number_is_free(owner: psycopg.Connection) -> None:
    for table in ("registry_person", "registry_employer", "contributions_bill", "pension_award"):
        free = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) > max(id) FROM {table}"
        assert owner.execute(free).fetchone() == (True,), table


def _everybody_named_can_sign_in(summary: dict[str, Any]) -> None:
    named = {login["username"] for login in summary["logins"]}
    assert {
        "hr",
        "insured",
        "pensioner",
        "counter",
        "reviewer",
        "approver",
        "accountant",
        "supervisor",
        "operator",
        "sysadmin",
        "secadmin",
        "auditadmin",
    } <= named
    for login in summary["logins"]:
        account = authenticate(username=login["username"], password=PASSWORD)
        assert account is not None, login["username"]
        # One has no role yet: the employer's first delegate gives it, once the office opens.
        held = f"SELECT coalesce(string_agg(role, ''), '') FROM identity_role WHERE account_id = {account.pk}"
        assert asked(held) == login["role"], login["username"]
    subject = {login["username"]: login for login in summary["logins"]}
    assert (
        asked(
            f"SELECT state FROM pension_award WHERE person_id = {subject['pensioner']['person_id']}"
        )
        == "final"
    )
    heads = asked(f"""SELECT count(DISTINCT person_id) FROM enrolment_spell WHERE status = 'active'
                       AND employer_id = {subject["hr"]["employer_id"]} AND span @> date '2025-10-01'""")
    assert heads >= 5


def _the_truth_is_only_in_its_file(summary: dict[str, Any]) -> None:
    file = truth_folder() / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    truths = read_truths(folder=truth_folder())
    assert sum(summary["truths"].values()) == len(truths)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%truth%'"
        )
        assert cursor.fetchall() == []
    dead = next(t for t in truths if t.kind == "pension_after_death")
    assert asked(f"SELECT died_on IS NULL FROM registry_person WHERE id = {dead.subject}")


def _rosters_lie_ready(summary: dict[str, Any]) -> None:
    files = sorted(Path(summary["rosters"]).glob("*.xlsx"))
    assert files
    told = [t for t in read_truths(folder=truth_folder()) if t.kind == "roster_mistake"]
    good = openpyxl.load_workbook(files[0]).active
    assert [cell.value for cell in good[4]][:3] == ["证件号码", "姓名", "月平均工资（元）"]
    assert not any(t.detail["file"] == files[0].name for t in told)
    assert any(t.detail["mistake"] for t in told)
    json.dumps(summary, ensure_ascii=False)


def test_a_production_installation_builds_no_city(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(NotHere):
        build_city(place="440400", people=300)


def test_another_place_has_no_city(fresh_database: Any) -> None:
    fresh_database.become("runner")
    with pytest.raises(ValueError, match="440400, 310112"):
        build_city(place="110101", people=300)
