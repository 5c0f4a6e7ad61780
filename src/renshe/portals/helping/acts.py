"""What somebody does on a programme's page: each act with the power that it needs. The API does the same through `act_on`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from renshe.domains.premium_help import api as premium_help
from renshe.flows import premium_help_to_ledger as ledger
from renshe.kernel.periods import month_containing
from renshe.laws import library
from renshe.portals.helping.portal import APPROVE, BOOK, HANDLE, REVIEW
from renshe.portals.layout.forms.typed import Asked

NEEDS = {
    "open": APPROVE, "close": APPROVE, "list": HANDLE, "check_list": HANDLE, "strike": HANDLE, "publish": HANDLE,
    "answer": HANDLE, "approve_list": REVIEW,
    "refuse_list": REVIEW, "leave": HANDLE, "compute": HANDLE, "approve_claim": APPROVE, "withdraw": HANDLE,
    "receive": BOOK, "compare": HANDLE, "decide": REVIEW,
}  # fmt: skip
"""The action of a role that each act needs at the programme's place."""
SENSITIVE = ("open", "approve_list", "approve_claim", "receive", "decide")
Recorded = premium_help.Recorded


def act_on(asked: Asked, *, recorded: Recorded) -> None:
    """Do it. Raises Refused, Refusal; ObjectDoesNotExist where the record is not of this programme."""
    _ACTS[asked.act](asked, recorded)


def import_names(
    *, programme: int, asked: Asked, content: bytes, recorded: Recorded
) -> premium_help.Filed:
    """File everybody of an Excel list, all or none. Raises Refused."""
    new = premium_help.NewList(
        origin=asked.text("origin"),
        document=asked.text("document"),
        from_month=asked.month("from_month"),
    )
    return premium_help.import_list(
        programme_id=programme, new=new, content=content, recorded=recorded
    )


def propose(*, asked: Asked, place: str, groups: tuple[str, ...], recorded: Recorded) -> Any:
    """A programme as typed. Raises Refused."""
    days = asked.number("public_days") if asked.text("public_days") else 0
    new = premium_help.NewProgramme(
        place=place, name=asked.text("name"), insurance=asked.text("insurance"), groups=groups, source=asked.text("source"),
        payer_name=asked.text("payer_name"), fixed_fen=asked.fen("fixed") if asked.text("fixed") else None,
        budget_fen=asked.fen("budget"), from_month=asked.month("from_month"), to_month=asked.month("to_month"),
        public_days=days, instrument=asked.text("instrument"),
    )  # fmt: skip
    return premium_help.propose(new=new, recorded=recorded)


def _open(asked: Asked, recorded: Recorded) -> None:
    premium_help.open_programme(programme_id=asked.record, recorded=recorded)


def _close(asked: Asked, recorded: Recorded) -> None:
    premium_help.close_programme(
        programme_id=asked.record, why=asked.text("reason"), recorded=recorded
    )


def _list(asked: Asked) -> int:
    found = premium_help.HelpList.objects.get(pk=asked.number("list"), programme_id=asked.record)
    return int(found.pk)


def _check_list(asked: Asked, recorded: Recorded) -> None:
    premium_help.check_list(list_id=_list(asked), recorded=recorded)


def _strike(asked: Asked, recorded: Recorded) -> None:
    premium_help.strike_off(helped_id=_helped(asked), why=asked.text("reason"), recorded=recorded)


def _publish(asked: Asked, recorded: Recorded) -> None:
    premium_help.publish(list_id=_list(asked), recorded=recorded)


def _answer(asked: Asked, recorded: Recorded) -> None:
    found = premium_help.HelpObjection.objects.get(
        pk=asked.number("objection"), list__programme_id=asked.record
    )
    premium_help.answer_objection(
        objection_id=found.pk, upheld=asked.text("upheld") == "yes", answer=asked.text("reason"), recorded=recorded
    )  # fmt: skip


def _approve_list(asked: Asked, recorded: Recorded) -> None:
    ledger.list_approved(list_id=_list(asked), recorded=recorded)


def _refuse_list(asked: Asked, recorded: Recorded) -> None:
    premium_help.refuse_list(list_id=_list(asked), why=asked.text("reason"), recorded=recorded)


def _helped(asked: Asked) -> int:
    found = premium_help.HelpedPerson.objects.get(
        pk=asked.number("helped"), programme_id=asked.record
    )
    return int(found.pk)


def _leave(asked: Asked, recorded: Recorded) -> None:
    ledger.person_left(
        helped_id=_helped(asked), last_month=asked.month("last_month"), why=asked.text("reason"), recorded=recorded
    )  # fmt: skip


def _compute(asked: Asked, recorded: Recorded) -> None:
    premium_help.make_claims(
        programme_id=asked.record, month=month_containing(recorded.today), explain=library.explain, recorded=recorded
    )  # fmt: skip


def _claim(asked: Asked) -> premium_help.HelpClaim:
    return premium_help.HelpClaim.objects.get(pk=asked.number("claim"), programme_id=asked.record)


def _approve_claim(asked: Asked, recorded: Recorded) -> None:
    premium_help.approve_claim(claim_id=_claim(asked).pk, recorded=recorded)


def _withdraw(asked: Asked, recorded: Recorded) -> None:
    premium_help.withdraw_claim(
        claim_id=_claim(asked).pk, why=asked.text("reason"), recorded=recorded
    )


def _receive(asked: Asked, recorded: Recorded) -> None:
    receipt = ledger.Receipt(
        amount_fen=asked.fen("amount"), received_on=asked.day("received_on"), bank_ref=asked.text("bank_ref")
    )  # fmt: skip
    ledger.claim_settled(
        claim_id=_claim(asked).pk, receipt=receipt, recorded=recorded, explain=library.explain
    )


def _compare(asked: Asked, recorded: Recorded) -> None:
    premium_help.compare(programme_id=asked.record, recorded=recorded)


def _decide(asked: Asked, recorded: Recorded) -> None:
    found = premium_help.HelpFinding.objects.get(
        pk=asked.number("finding"), line__helped__programme_id=asked.record
    )
    premium_help.decide(
        finding_id=found.pk, uphold=asked.text("upheld") == "yes", reason=asked.text("reason"), recorded=recorded
    )  # fmt: skip


_ACTS: dict[str, Callable[[Asked, Recorded], None]] = {
    "open": _open, "close": _close, "check_list": _check_list, "strike": _strike, "publish": _publish, "answer": _answer,
    "approve_list": _approve_list,
    "refuse_list": _refuse_list, "leave": _leave, "compute": _compute, "approve_claim": _approve_claim,
    "withdraw": _withdraw, "receive": _receive, "compare": _compare, "decide": _decide,
}  # fmt: skip
