"""What somebody does on a project's page: each act with the power that it needs, tried, and every refusal told.

The API does the same acts through `act_on`, so that a program can do what a page can.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from renshe.domains.expropriation import api as expropriation
from renshe.flows import expropriation_to_ledger as ledger
from renshe.flows.land_batch_award import awards_decided, awards_proposed, awards_refused
from renshe.laws import library
from renshe.portals.land.portal import APPROVE, BOOK, HANDLE, REVIEW

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


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed with an act: text by name, as a form or a program gives it."""

    act: str
    project: int
    typed: Mapping[str, str]

    def text(self, name: str) -> str:
        """A text, without the blanks around it."""
        return str(self.typed.get(name, "")).strip()

    def number(self, name: str) -> int:
        """A whole number, or −1 where there is none, which no record has."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else -1

    def day(self, name: str) -> dt.date:
        """A day, or the last one there is, which every act refuses."""
        try:
            return dt.date.fromisoformat(self.text(name))
        except ValueError:
            return dt.date.max

    def fen(self, name: str) -> int:
        """Yuan with at most two decimals as fen; 0 where it is none, which no act takes."""
        whole, _, part = self.text(name).replace(",", "").partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) < 13 and len(part) < 3):
            return 0
        if part and not (part.isascii() and part.isdigit()):
            return 0
        return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def act_on(asked: Asked, *, recorded: expropriation.Recorded) -> None:
    """Do it. Raises Refused, Refusal; ObjectDoesNotExist where the record is not of this project."""
    _ACTS[asked.act](asked, recorded)


def _publish(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.publish_list(project_id=asked.project, recorded=recorded)


def _answer(asked: Asked, recorded: expropriation.Recorded) -> None:
    found = expropriation.ListObjection.objects.get(
        pk=asked.number("objection"), project_id=asked.project
    )
    expropriation.answer_objection(
        objection_id=found.pk, upheld=asked.text("upheld") == "yes", answer=asked.text("answer"), recorded=recorded
    )  # fmt: skip


def _member(asked: Asked) -> expropriation.ProjectMember:
    return expropriation.ProjectMember.objects.get(
        pk=asked.number("member"), project_id=asked.project
    )


def _remove(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.remove_member(
        member_id=_member(asked).pk, reason=asked.text("reason"), recorded=recorded
    )


def _minor(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.record_minor_paid(member_id=_member(asked).pk, receipt=asked.text("receipt"))


def _street(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.confirm_by_street(project_id=asked.project, recorded=recorded)


def _land(asked: Asked, recorded: expropriation.Recorded) -> None:
    ledger.list_confirmed(project_id=asked.project, letter=asked.text("letter"), recorded=recorded)


def _receive(asked: Asked, recorded: expropriation.Recorded) -> None:
    share = expropriation.ProjectShare.objects.get(
        pk=asked.number("share"), project_id=asked.project
    )
    ledger.money_received(
        share_id=share.pk, amount_fen=asked.fen("amount"), received_on=asked.day("received_on"),
        bank_ref=asked.text("bank_ref"), recorded=recorded,
    )  # fmt: skip


def _certify(asked: Asked, recorded: expropriation.Recorded) -> None:
    expropriation.certify(project_id=asked.project, recorded=recorded)


def _settle(asked: Asked, recorded: expropriation.Recorded) -> None:
    ledger.project_settled(project_id=asked.project, recorded=recorded)


def _propose_awards(asked: Asked, recorded: expropriation.Recorded) -> None:
    awards_proposed(project_id=asked.project, recorded=recorded)


def _award(asked: Asked, recorded: expropriation.Recorded) -> None:
    awards_decided(project_id=asked.project, recorded=recorded)


def _refuse_awards(asked: Asked, recorded: expropriation.Recorded) -> None:
    awards_refused(project_id=asked.project, reason=asked.text("reason"), recorded=recorded)


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
