"""Powers that people of the demonstration have given each other, contracts that their employer filed, and who looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.documents import api as documents
from renshe.domains.employment import api as employment
from renshe.domains.enrolment import api as enrolment
from renshe.domains.identity import api as identity
from renshe.domains.premium_help import api as premium_help
from renshe.domains.registry import api as registry
from renshe.edge.demo.office.days import Days
from renshe.edge.demo.office.evidence import paper
from renshe.edge.demo.office.town import Town
from renshe.flows.premium_help_lists import body_confirmed, body_set
from renshe.kernel.periods import month_containing

LOOKED_FOR = (
    ("counter", 4, "核对更正申请所附材料与登记信息"),
    ("counter2", 2, "电话回复咨询前核实本人身份"),
)
"""Who looked, how many working days ago, and for what."""
CIVIL_AFFAIRS = "11310112000000001Q"
"""An invented credit code with its check character."""
E_MAIL = {
    "insured": "insured@example.com", "family": "family@mail.invalid", "pensioner": "pensioner@example.com",
}  # fmt: skip
UNPROVED = "pensioner"
MOST_CONTRACTS = 400
_TERM_YEARS = 3
_SOON_EACH = 8
"""The contract of one in so many ends within two months, so that there is something to renew."""


def give_powers(
    *, town: Town, shown: Mapping[str, identity.Account], street: tuple[str, str], days: Days
) -> None:
    """Everything that is not a case; on the first days of the office, so that the cases may rest on it."""
    _delegate(shown["hr"], days)
    _ways(shown, days)
    _family(shown["pensioner"], shown["family"], days)
    _guardian(town, shown["insured"], days)
    _contracts(town, shown["hr"], days)
    _looks(shown["insured"], days)
    _institution(days)


def _institution(days: Days) -> None:
    """The civil-affairs bureau is registered by the security administrator; its two administrators admit a member."""
    at, day = days.at(0, 9 * 60), days.days[0]
    known = {
        name: identity.account_named(username=name) for name in ("secadmin", "civil_admin", "civil_admin2")
    }  # fmt: skip
    security, first, second = known.values()
    assert security is not None
    assert first is not None
    assert second is not None
    purposes = identity.PURPOSES["authority"]
    made = identity.register_institution(
        uscc=CIVIL_AFFAIRS, name="民政局（演示）", kind="authority", place=security.roles.get().place,
        purposes=purposes, administrators=("civil_admin", "civil_admin2"), by=security, on=day, at=at,
    )  # fmt: skip
    _files_as(made.pk, days)
    first.refresh_from_db()
    second.refresh_from_db()
    member = identity.invite_member(
        administrator=first, username="civil", purposes=purposes, on=day, at=at
    )
    identity.confirm_member(administrator=second, membership_id=member.pk, on=day, at=at)


def _files_as(institution_id: int, days: Days) -> None:
    """Civil affairs names people in need; that it also asks to file for a street waits to be confirmed."""
    hand, other = (
        premium_help.Recorded(by=name, at=days.at(0, minute), today=days.days[0])
        for name, minute in (("secadmin", 9 * 60), ("reviewer", 9 * 60 + 30))
    )
    body = body_set(
        institution_id=institution_id, origin="civil_affairs", document="民政局职能配置规定（演示）第三条", recorded=hand
    )  # fmt: skip
    body_confirmed(body_id=body.pk, recorded=other)
    body_set(
        institution_id=institution_id, origin="street", document="街道救助事项委托书（演示）1号", recorded=hand
    )  # fmt: skip


def _delegate(hr: identity.Account, days: Days) -> None:
    """The wages clerk declares wages and looks at bills, and signs nothing else."""
    day = days.days[0]
    payroll = identity.account_named(username="payroll")
    assert payroll is not None
    identity.appoint_delegate(
        first=hr, username=payroll.username, on=day, valid_from=day, valid_to=day.replace(year=day.year + 1),
        actions=("contributions.declare", "contributions.look", "employer.look", "enrolment.look", "person.look"),
    )  # fmt: skip


def _family(pensioner: identity.Account, family: identity.Account, days: Days) -> None:
    """The pensioner lets a relative act for him, by a code that he hands over himself."""
    at = days.at(0, 10 * 60)
    person = registry.person(person_id=int(pensioner.person_id or 0))
    kin = registry.person(person_id=int(family.person_id or 0))
    _, code = identity.invite_agent(
        principal=pensioner, person_shown=identity.mask_name(person.name),
        relation="儿媳" if kin.sex == "F" else "女婿", actions=identity.MANDATE_ACTIONS,
        valid_to=at.date().replace(year=at.year + 2), on=at.date(), at=at,
    )  # fmt: skip
    identity.accept_invitation(
        agent=family, code=code, on=at.date(), at=at + dt.timedelta(minutes=20)
    )


def _guardian(town: Town, insured: identity.Account, days: Days) -> None:
    """A grandfather or grandmother asks to act for a child; a counter has to confirm the evidence."""
    child = town.person("child")
    if child is None:
        return
    number = max(days.last - 1, 0)
    at = days.at(number, 11 * 60)
    lines = [
        ("被监护人", identity.mask_name(child.name)),
        ("监护人", insured.display_name),
        ("关系", "祖孙"),
    ]
    shown = paper(title="户口簿监护关系页", lines=lines, picture=True, day=at.date())
    kept = documents.store(
        name=shown.name, media_type=shown.media_type, content=shown.content, direction="in", at=at
    )
    identity.request_guardianship(
        agent=insured, person_id=child.pk, person_shown=identity.mask_name(child.name), born_on=child.birth_on,
        adult_ward=False, relation="祖孙", actions=("person.look", "case.apply", "case.look"), evidence_id=kept.pk,
        place=town.place, valid_to=at.date().replace(year=at.year + 3), on=at.date(), at=at,
    )  # fmt: skip


def _contracts(town: Town, hr: identity.Account, days: Days) -> None:
    """What the demonstration's employer has filed about the people who work there: three-year terms, the longest open-ended."""
    unit = registry.employer(employer_id=int(hr.employer_id or 0))
    at = days.at(0, 14 * 60)
    act = employment.Act(
        reason="在职员工用工备案", reference="", known_on=at.date(), actor=hr.username, at=at
    )
    month = month_containing(at.date())
    wages = {
        one.person_id: one.wage_fen
        for one in contributions.roster_people(
            employer_id=unit.pk,
            period=month,
            year=contributions.contribution_year(place=unit.place, period=month),
        )
    }
    for one in enrolment.members(employer_id=unit.pk, month=month)[:MOST_CONTRACTS]:
        wage = wages.get(one.person_id)
        terms = _terms(town, unit, one.person_id, wage, at.date()) if wage else None
        if one.person_kind == "employee" and terms is not None:
            employment.file_contract(
                employer_id=unit.pk, person_id=one.person_id, terms=terms, act=act
            )


def _ways(shown: Mapping[str, identity.Account], days: Days) -> None:
    """Who wants to be told by e-mail: one whose address works, one whose address was given up since, so that it comes back,
    and one who has not typed in the code yet, so that nothing goes there."""
    at = days.at(0, 14 * 60)
    for name, address in E_MAIL.items():
        username = shown[name].username
        cases.choose_way(username=username, way="email", email=address, at=at)
        if name != UNPROVED:
            asked = cases.ask_code(username=username, at=at)
            cases.confirm_address(username=username, code=identity.unseal(asked.sealed), at=at)


def _terms(
    town: Town, unit: registry.Employer, person_id: int, wage_fen: int, today: dt.date
) -> employment.Terms | None:
    """A contract since the first day insured there, at the wage that is declared; None where no pension is insured."""
    spells = enrolment.spells_of(person_id=person_id).filter(employer_id=unit.pk, insurance=1)
    first = spells.order_by("span").first()
    if first is None:
        return None
    began = max(first.span.lower, unit.registered_on)
    years = (today.year - began.year) // _TERM_YEARS * _TERM_YEARS
    ends = dt.date(began.year + years + _TERM_YEARS, began.month, 1) - dt.timedelta(days=1)
    open_ended = years >= 2 * _TERM_YEARS
    soon = person_id % _SOON_EACH == 0
    if soon:
        open_ended, ends = False, today + dt.timedelta(days=20 + person_id % 35)
    return employment.Terms(
        kind="open_ended" if open_ended else "fixed", began_on=began, signed_on=began,
        ends_on=None if open_ended else ends, probation_months=0 if open_ended or soon else 3,
        occupation=town.one_of("occupation", town.texts["occupations"]), work_place=unit.place[:6],
        hours="standard", wage_fen=wage_fen,
    )  # fmt: skip


def _looks(insured: identity.Account, days: Days) -> None:
    """Two clerks have seen the insured person's data in full, for purposes that the person can read."""
    for username, ago, purpose in LOOKED_FOR:
        account = identity.account_named(username=username)
        assert account is not None
        identity.record_look(
            account=account, subject_kind="person", subject_id=int(insured.person_id or 0), purpose=purpose,
            fields=("id_number", "name"), looked_at=days.at(max(days.last - ago, 0), 10 * 60 + 12),
        )  # fmt: skip
