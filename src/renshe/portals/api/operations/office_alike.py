"""Identical low-risk cases decided together, as on the page: listed, signed each by itself, and what became of each."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from renshe.domains.cases import api as cases
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import CaseRow
from renshe.portals.api.operations.office import GROUP, case_at, masked_row
from renshe.portals.api.operations.office_acts import SIGN
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import MOST, CaseNumber
from renshe.portals.casework.alike import sign_chosen, signable
from renshe.portals.casework.offered import Viewer, acts_on
from renshe.portals.layout.casefile.powers import is_own_affair, powers_of
from renshe.portals.layout.proof import is_money_approval


class AlikeIn(Schema, extra="forbid"):
    """Which of the listed cases are signed, and with which words."""

    numbers: list[Annotated[str, Field(max_length=32)]] = Field(min_length=1, max_length=MOST)
    words: str = Field(default="", max_length=2000)


class SignedOut(Schema):
    """What became of one case; `refused` says why it was not granted, empty where it was."""

    number: str
    refused: str


@GROUP.get(
    "/office/cases/{number}/alike",
    id="list_cases_alike",
    access=SIGN,
    answer=list[CaseRow],
    title=("同类件", "Cases alike"),
    says=("可以和这一件一起签署的同类低风险件。", "Identical low-risk cases that may be signed with this one."),
)  # fmt: skip
def list_cases_alike(call: Call, number: CaseNumber) -> list[CaseRow]:
    """The case itself among them; empty where it stands alone."""
    first, viewer = _first(call, number)
    return [masked_row(call, one) for one in signable(first, viewer)[:MOST]]


@GROUP.post(
    "/office/cases/{number}/sign-alike",
    id="office_sign_alike",
    access=SIGN,
    answer=list[SignedOut],
    title=("同类件一起签署", "Sign cases alike"),
    says=("逐件签署，每件各有结果；没有列出的编号不动。", "Each by itself; numbers not listed are left alone."),
)  # fmt: skip
def office_sign_alike(call: Call, number: CaseNumber, body: AlikeIn) -> list[SignedOut]:
    """Where money is approved, with a fresh proof, as for a single signature."""
    first, viewer = _first(call, number)
    if is_money_approval(first, "sign"):
        call.require_proof()
    signed = sign_chosen(first, viewer, body.numbers, words=body.words, actor=call.actor())
    return [SignedOut(number=one.number, refused=one.refused) for one in signed]


def _first(call: Call, number: str) -> tuple[cases.Case, Viewer]:
    """The case and who looks, if he may sign it. Raises Answered 403; a machine signs one by one, if at all."""
    case = case_at(call, number)
    if call.account is None:
        raise Answered(403, "not_allowed", subject="case.review")
    viewer = Viewer(
        username=call.username,
        powers=powers_of(call.seen),
        own_affair=is_own_affair(call.seen, case),
    )
    if "sign" not in acts_on(case, viewer):
        raise Answered(403, "not_allowed", subject="case.review")
    return case, viewer
