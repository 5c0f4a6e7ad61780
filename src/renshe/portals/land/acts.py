"""What somebody does on a project's page: each act with the power that it needs, tried, and every refusal told.

The API does the same acts through `act_on`, so that a program can do what a page can.
"""

from __future__ import annotations

from collections.abc import Callable

from renshe.domains.expropriation import api as expropriation
from renshe.flows import expropriation_to_ledger as ledger
from renshe.flows.land_batch_award import awards_decided, awards_proposed, awards_refused
from renshe.laws import library
from renshe.portals.land.portal import APPROVE, BOOK, HANDLE, REVIEW
from renshe.portals.layout.forms.typed import Asked

NEEDS = {
    "publish": HANDLE,
    "answer": HANDLE,
    "remove": HANDLE,
    "minor": HANDLE,
    "list": HANDLE,
    "street": HANDLE,
    "land": REVIEW,
    "receive": BOOK,
    "certify": APPROVE,
    "settle": BOOK,
    "propose_awards": HANDLE,
    "award": REVIEW,
    "refuse_awards": REVIEW,
}
"""The action of a role that each act needs at the project's place."""
SENSITIVE = ("certify", "settle", "receive", "land", "award")


def act_on(asked: Asked, *, recorded: expropriation.Recorded) -> None:
    """Do it. Raises Refused, Refusal; ObjectDoesNotExist where the record is not of this project."""
    _ACTS[asked.act](asked, recorded)


def _publish(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.publish_list(project_id=asked.record, recorded=recorded)


def _answer(asked: Asked, recorded: expropriation.Recorded) -> None:
    found = expropriation.ListObjection.objects.get(
        pk=asked.number("objection"), project_id=asked.record
    )
    expropriation.answer_objection(
        objection_id=found.pk, upheld=asked.text("upheld") == "yes", answer=asked.text("answer"), recorded=recorded
    )  # fmt: skip


def _member(asked: Asked) -> expropriation.ProjectMember:
    return expropriation.ProjectMember.objects.get(
        pk=asked.number("member"), project_id=asked.record
    )


def _remove(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.remove_member(
        member_id=_member(asked).pk, reason=asked.text("reason"), recorded=recorded
    )


def _minor(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.record_minor_paid(member_id=_member(asked).pk, receipt=asked.text("receipt"))


def _street(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.confirm_by_street(project_id=asked.record, recorded=recorded)


def _land(asked: Asked, recorded: expropriation.Recorded) -> None:
    ledger.list_confirmed(project_id=asked.record, letter=asked.text("letter"), recorded=recorded)


def _receive(asked: Asked, recorded: expropriation.Recorded) -> None:
    share = expropriation.ProjectShare.objects.get(
        pk=asked.number("share"), project_id=asked.record
    )
    ledger.money_received(
        share_id=share.pk, amount_fen=asked.fen("amount"), received_on=asked.day("received_on"),
        bank_ref=asked.text("bank_ref"), recorded=recorded,
    )  # fmt: skip


def _certify(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.certify(project_id=asked.record, recorded=recorded)


def _settle(asked: Asked, recorded: expropriation.Recorded) -> None:
    ledger.project_settled(project_id=asked.record, recorded=recorded)


def _propose_awards(asked: Asked, recorded: expropriation.Recorded) -> None:
    awards_proposed(project_id=asked.record, recorded=recorded)


def _award(asked: Asked, recorded: expropriation.Recorded) -> None:
    awards_decided(project_id=asked.record, recorded=recorded)


def _refuse_awards(asked: Asked, recorded: expropriation.Recorded) -> None:
    awards_refused(project_id=asked.record, reason=asked.text("reason"), recorded=recorded)


_ACTS: dict[str, Callable[[Asked, expropriation.Recorded], None]] = {
    "publish": _publish, "answer": _answer, "remove": _remove, "minor": _minor, "street": _street,
    "land": _land, "receive": _receive, "certify": _certify, "settle": _settle,
    "propose_awards": _propose_awards, "award": _award, "refuse_awards": _refuse_awards,
}  # fmt: skip


def import_people(
    *, project: int, content: bytes, recorded: expropriation.Recorded
) -> expropriation.Listed:
    """Put everybody of an Excel list on a project, all or none. Raises Refused."""
    return expropriation.import_list(
        project_id=project, content=content, recorded=recorded, explain=library.explain
    )
