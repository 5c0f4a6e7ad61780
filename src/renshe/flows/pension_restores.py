"""Pensions stopped for want of a proof come back together: one list, two people, what was missed owed to each.

The proofs came with a file: of medical use, which was compared and proved silently, or of a street or consulate that saw the
people. Whoever proves himself alone is restored at once (`certification_to_pension.prove`). Basis: 社会保险经办条例
第二十六、四十条; 人社厅发〔2018〕107号.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from renshe.domains.certification import api as certification
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows import certification_to_pension, pension_lists
from renshe.kernel.codes.problem import Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import month_containing
from renshe.laws import library

LIST = "restore"
COMPARED = "comparison"


def restores_from_comparison(
    *, place: str, file_name: str, people: Iterable[int], recorded: pension.Recorded
) -> pension.PeopleList | None:
    """Put before a second person whoever is suspended and was proved by a compared file; None where nobody is.

    A proof so old that its twelve months are over restores nothing and lists nobody; who waits on a list already waits there.
    """
    listed = []
    holding = _holding(recorded.known_on)
    for person_id, paid_at in dict(certification.suspended_among(person_ids=people)).items():
        last = certification.last_success(person_id=person_id)
        if last is None or not holding(paid_at, last):
            continue
        told = {"file": file_name, "proved_on": last.isoformat(), "source": COMPARED}
        one = _listed(person_id, evidence=told, recorded=recorded)
        if one is not None:
            listed.append(one)
    if not listed:
        return None
    return pension.propose_list(
        kind=LIST, place=place, source=file_name, people=listed, recorded=recorded
    )


def restores_of_the_proved(*, place: str, recorded: pension.Recorded) -> pension.PeopleList:
    """Put before a second person whoever is suspended though a proof came in since, and waits on no list: a list that was not
    agreed to, or somebody whom it left. Raises Refused `list_empty`."""
    made = restores_from_comparison(
        place=place, file_name="", people=certification.proved_while_suspended(place=place), recorded=recorded
    )  # fmt: skip
    if made is None:
        raise Refused(certification.LIST_EMPTY)
    return made


def restores_from_file(
    *, place: str, file_name: str, content: bytes, recorded: pension.Recorded
) -> tuple[pension.PeopleList | None, certification.ReadProofs]:
    """Put everybody of a street's list before a second person, or tell every bad cell and list nobody. Raises Refused.

    The proofs are recorded when the list is decided, each with its file and row.
    """
    read = certification.read_listed_proofs(content=content, place=place, today=recorded.known_on)
    if read.errors:
        return None, read
    listed = []
    for proof in read.proofs:
        told = {
            "file": file_name[:120], "row": proof.row_number, "proved_on": proof.proved_on.isoformat(),
            "source": proof.source,
        }  # fmt: skip
        one = _listed(proof.person.pk, evidence=told, recorded=recorded)
        if one is not None:
            listed.append(one)
    if not listed:
        raise Refused(certification.LIST_EMPTY)
    made = pension.propose_list(
        kind=LIST, place=place, source=file_name, people=listed, recorded=recorded
    )
    return made, read


def restores_decided(*, list_id: int, recorded: pension.Recorded) -> pension.PeopleList:
    """Another person agrees: each pension on the list is paid again, with what was missed. Raises as `list_decided`."""
    return pension_lists.list_decided(
        list_id=list_id, act=_act_on, letter=letter_of, recorded=recorded
    )


def letter_of(row: pension.PeopleListRow) -> tuple[str, str]:
    """What is written to somebody whose pension came back, in both languages."""
    owed = format_yuan(row.owed_fen or 0)
    return (
        f"您的养老待遇资格认证已通过，待遇恢复发放；停发期间的{owed}元随下次发放一并补发。",
        f"Your pension is certified and paid again; the {owed} yuan that were missed come with the next payment.",
    )


def _listed(
    person_id: int, *, evidence: dict[str, Any], recorded: pension.Recorded
) -> pension.Listed | None:
    """Somebody with what he would be owed; None who waits on a list already."""
    awards = [one for one in pension.all_in_force(person_id=person_id) if one.state == "suspended"]
    holds = certification.live_overdue_holds(person_id=person_id)
    waiting = pension.PeopleListRow.objects.filter(award__in=awards, state="open")
    if not awards or not holds or waiting.exists():
        return None

    def act(signed: pension.Signatures) -> pension.Outcome:
        return _act(person_id, evidence=evidence, signed=signed, reference="")

    return pension.Listed(
        person_id=awards[0].person_id, award_id=awards[0].pk, cause="proved",
        from_month=min(hold.from_month for hold in holds), before_fen=0, evidence=evidence,
        tried=pension_lists.tried(act, recorded=recorded),
    )  # fmt: skip


def _act_on(row: pension.PeopleListRow, signed: pension.Signatures) -> pension.Outcome:
    return _act(
        row.person_id, evidence=row.evidence, signed=signed, reference=f"名单-{row.list_id}"
    )


def _act(
    person_id: int, *, evidence: dict[str, Any], signed: pension.Signatures, reference: str
) -> pension.Outcome:
    """Record the proof where the file brought it, and end the stop. Raises Refused."""
    if not certification.live_overdue_holds(person_id=person_id):
        raise Refused(certification.RESTORED_ALREADY)
    if evidence["source"] == COMPARED:
        if certification.must_come(person_id=person_id):
            raise Refused(certification.COME_IN_PERSON)
        arrears = certification_to_pension.restored(
            person_id=person_id, by=signed.reviewed_by, at=signed.at, known_on=signed.known_on
        )
    else:
        arrears = _proved(person_id, evidence, signed=signed, reference=reference)
    month = month_containing(signed.known_on)
    paid = [one for one in pension.all_in_force(person_id=person_id) if one.state != "suspended"]
    return pension.Outcome(
        after_fen=sum(pension_lists.monthly_now(one, month=month) for one in paid),
        owed_fen=sum(one.total_fen for one in arrears),
        claimed_fen=0,
        effect={"arrears": [one.pk for one in arrears], "overpayments": []},
    )


def _proved(
    person_id: int, evidence: dict[str, Any], *, signed: pension.Signatures, reference: str
) -> list[pension.Arrears]:
    new = certification.NewProof(
        proved_on=dt.date.fromisoformat(evidence["proved_on"]), source=evidence["source"],
        evidence=f"{evidence['file']} 第{evidence['row']}行", by=signed.determined_by, at=signed.at,
        known_on=signed.known_on, reference=reference,
    )  # fmt: skip
    proved = certification_to_pension.prove(person_id=person_id, new=new, explain=library.explain)
    if certification.live_overdue_holds(person_id=registry.person(person_id=person_id).pk):
        raise Refused(certification.PROOF_TOO_OLD)
    return proved.arrears


def _holding(today: dt.date) -> Callable[[str, dt.date], bool]:
    """Whether a success at a place still holds; the law is asked once for each day, for a file tells of thousands on one."""

    @cache
    def holds(place: str, last: dt.date) -> bool:
        until = certification.due_on(last_on=last, place=place, on=today, explain=library.explain)
        return until >= today

    return holds
