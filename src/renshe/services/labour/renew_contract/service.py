"""What renewing a contract does: the old term ends on its last day, the new one begins the day after, insurance goes on."""

from __future__ import annotations

import datetime as dt

from renshe.domains.cases import api as cases
from renshe.domains.employment import api as employment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan

IN_WRITING_WITHIN = dt.timedelta(days=31)
FIXED_TERMS_IN_A_ROW = 2
FIELD_OF = {
    "name_differs": "name", "employee_unknown": "id_number", "no_contract_filed": "id_number",
    "nothing_to_renew": "id_number", "days_out_of_order": "ends_on", "term_missing": "ends_on",
    "open_ended_due": "kind", "wage_missing": "wage", "signed_ahead": "signed_on",
}  # fmt: skip
UNKNOWN = Problem(
    "employee_unknown",
    "该证件号码没有登记",
    "nobody is registered under this number",
    "社会保险法 57",
    "请核对证件号码",
    "Check the number",
)
NAME_DIFFERS = Problem(
    "name_differs",
    "姓名与登记不一致",
    "the name is not the one on file",
    "社会保险法 57",
    "请核对姓名；登记有误的先办更正",
    "Check the name, or have the register corrected first",
)
NOTHING_TO_RENEW = Problem(
    "nothing_to_renew",
    "备案的合同没有终止日期，不需要续订",
    "the contract on file has no last day, so there is nothing to renew",
    "劳动合同法 14",
    "请核对员工；改变其他约定的不在这里办理",
    "Check the employee; other changes are not filed here",
)
OPEN_ENDED_DUE = Problem(
    "open_ended_due",
    "已连续订立两次固定期限劳动合同，再续订应当是无固定期限",
    "two fixed terms in a row are on file, so the next contract is open-ended",
    "劳动合同法 14",
    "请改选无固定期限；员工本人提出订立固定期限的，勾选并附其书面申请",
    "Choose open-ended; where the employee asked for a fixed term, say so and attach the request",
)
SIGNED_LATE = Problem(
    "signed_late",
    "原合同终止一个月后才签订书面合同",
    "the new contract was signed more than a month after the old one ended",
    "劳动合同法 10、82",
    "可以备案；满一个月未签书面合同的期间，应当向员工每月支付二倍工资",
    "It is filed; for the time beyond a month without a written contract double wages are due",
)
SIGNED_AHEAD = Problem(
    "signed_ahead",
    "签订日期在今天之后",
    "the day of signing is still to come",
    "劳动合同法 10",
    "请在签订之后备案",
    "File it once it is signed",
)


class RenewContract(cases.Plain):
    """The employer files that a term goes on; what was agreed of work, place and hours stays as it was filed."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """Who it is and what was agreed, where the employer's own list handed over one of its contracts."""
        contract = _handed_over(asked)
        if contract is None:
            return {}
        person = registry.person(person_id=contract.person_id)
        wage = format_yuan(contract.wage_fen, separators=False)
        return {"id_number": person.id_number, "name": person.name, "wage": wage}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What employment would say, the open-ended contract that is due, and a paper that came late."""
        found = cases.findings_of(lambda: _renew(asked), fields=FIELD_OF, otherwise="id_number")
        old = _standing(asked)
        ended = old.ends_on if old is not None else None
        if ended is not None and asked.values["signed_on"] - ended > IN_WRITING_WITHIN:
            found.append(cases.Finding(SIGNED_LATE, refuses=False, field="signed_on"))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The old contract ends on its last day and the new one is on file."""
        old, new = _renew(asked)
        until = new.ends_on.isoformat() if new.ends_on else ""
        return cases.Effect(
            f"续订已备案，自{new.began_on.isoformat()}起，" + (f"至{until}止。" if until else "无固定期限。"),
            f"The renewal is on file: from {new.began_on.isoformat()}, " + (f"to {until}." if until else "open-ended."),
            {"old": old.pk, "new": new.pk},
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The new contract is withdrawn and the old one in force as if nothing had been filed."""
        employment.withdraw_contract(
            contract_id=int(reference["new"]), act=_act(asked, "续订备案撤销")
        )
        employment.reopen_contract(
            contract_id=int(reference["old"]), act=_act(asked, "续订备案撤销")
        )
        return cases.Effect(
            "续订备案已撤销，原合同恢复。",
            "The renewal is withdrawn, and the earlier contract is in force.",
        )


def _renew(asked: cases.Asked) -> tuple[employment.Contract, employment.Contract]:
    """End the old term and file the new one. Raises Refused."""
    values = asked.values
    person = registry.person_by_id_number(id_number=values["id_number"])
    if person is None:
        raise Refused(UNKNOWN, subject=asked.number)
    if not same_name(person.name, str(values["name"])):
        raise Refused(NAME_DIFFERS, subject=asked.number)
    if values["signed_on"] > asked.today:
        raise Refused(SIGNED_AHEAD, subject=asked.number)
    old = _standing(asked)
    if old is not None and old.ends_on is None:
        raise Refused(NOTHING_TO_RENEW, subject=asked.number)
    fixed = values["kind"] == employment.Contract.Kind.FIXED
    if old is not None and fixed and not values.get("employee_asks_fixed"):
        _refuse_a_third_fixed_term(old, asked)
    assert asked.subject_id is not None
    return employment.renew_contract(
        employer_id=asked.subject_id, person_id=person.pk, kind=str(values["kind"]),
        ends_on=values["ends_on"] if fixed else None, signed_on=values["signed_on"],
        wage_fen=int(values["wage"]), act=_act(asked, "劳动合同续订"),
    )  # fmt: skip


def _refuse_a_third_fixed_term(old: employment.Contract, asked: cases.Asked) -> None:
    """Two fixed terms that followed one another at this employer end in an open one (劳动合同法 14)."""
    held = employment.contracts_of(person_id=old.person_id)
    terms = [one for one in held if one.employer_id == old.employer_id and one.kind == "fixed"]
    in_a_row = 1
    for earlier, later in zip(reversed(terms[:-1]), reversed(terms), strict=False):
        if earlier.ended_on is None or earlier.ended_on + dt.timedelta(days=1) != later.began_on:
            break
        in_a_row += 1
    if in_a_row >= FIXED_TERMS_IN_A_ROW:
        raise Refused(OPEN_ENDED_DUE, subject=asked.number)


def _standing(asked: cases.Asked) -> employment.Contract | None:
    """The contract on file between the employer and whom the form names."""
    person = registry.person_by_id_number(id_number=asked.values["id_number"])
    if person is None or asked.subject_id is None:
        return None
    return employment.contract_in_force(employer_id=asked.subject_id, person_id=person.pk)


def _handed_over(asked: cases.Asked) -> employment.Contract | None:
    """A lasting contract that this employer filed, by its number; None for any other number."""
    number = str(asked.values.get("contract") or "")
    if asked.subject_id is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    lasting = employment.contracts_at(employer_id=asked.subject_id, on=asked.today)
    found: employment.Contract | None = lasting.filter(
        pk=int(number), ended_on__isnull=True
    ).first()
    return found


def _act(asked: cases.Asked, why: str) -> employment.Act:
    return employment.Act(
        reason=why, reference=asked.number, known_on=asked.today, actor=asked.actor, at=asked.at
    )


SERVICE = RenewContract()
