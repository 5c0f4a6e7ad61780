"""My own certification: until when it holds, why, and every success so far."""

from __future__ import annotations

from django.http import Http404
from ninja import Schema

from renshe.domains.certification import api as certification
from renshe.domains.registry.api import Person
from renshe.kernel.periods import format_month
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import GROUP, PENSION, me
from renshe.portals.api.shapes import MOST, Term, term

SOURCES = {
    "comparison": ("数据比对", "comparison of data"),
    "self_service": ("本人网上认证", "by himself online"),
    "counter": ("窗口认证", "at a counter"),
    "home_visit": ("上门认证", "at home"),
    "abroad": ("境外认证", "abroad"),
}


class ProofOut(Schema):
    """One success; one that was withdrawn says why."""

    proved_on: str
    source: Term
    withdrawn: str


class MyCertification(Schema):
    """Until when mine holds; `due_on` is null for whoever draws no pension. `must_come` where only a counter can settle it."""

    last_on: str | None
    due_on: str | None
    stopped_from: str | None
    must_come: bool
    proofs: list[ProofOut]


@GROUP.get(
    "/me/certification",
    id="read_my_certification",
    access=PENSION,
    answer=MyCertification,
    title=("我的资格认证", "My certification"),
    says=(
        "有效期和每次通过的记录；证明自己须在页面上由本人办理。",
        "Until when it holds, and every success; to prove oneself is done by oneself on the page.",
    ),
)
def read_my_certification(call: Call) -> MyCertification:
    """Of the caller, or of whom he acts for."""
    who = me(call)
    last = certification.last_success(person_id=who.pk)
    due = None
    if last is not None:
        due = certification.due_on(
            last_on=last, place=_place(who), on=call.today, explain=library.explain
        )
    holds = certification.live_overdue_holds(person_id=who.pk) if due else []
    proofs = certification.proofs_of(person_id=who.pk)[:MOST]
    return MyCertification(
        last_on=last.isoformat() if last else None,
        due_on=due.isoformat() if due else None,
        stopped_from=format_month(holds[0].from_month) if holds else None,
        must_come=bool(due) and certification.must_come(person_id=who.pk),
        proofs=[
            ProofOut(
                proved_on=one.proved_on.isoformat(),
                source=term(one.source, SOURCES),
                withdrawn=one.withdrawal.reason if hasattr(one, "withdrawal") else "",
            )
            for one in proofs
        ],
    )


@GROUP.get(
    "/me/certification/explanation",
    id="explain_my_certification",
    access=PENSION,
    answer=Answer,
    title=("解释认证有效期", "Explain until when it holds"),
    says=("按上次通过的日期和规定推算。", "From the day of the last success, by law."),
)
def explain_my_certification(call: Call) -> Answer:
    """Of the caller, or of whom he acts for."""
    who = me(call)
    last = certification.last_success(person_id=who.pk)
    if last is None:
        raise Http404
    facts = certification.facts_of(last)
    place = _place(who)
    return answer_of(library.explain("certification_due_month", facts, place=place, on=call.today))


def _place(who: Person) -> str:
    """Whose law asks: that of the place that pays."""
    found = certification.pensions_of(person_id=who.pk)
    return str(found[0].place if found else who.residence_place)[:6]
