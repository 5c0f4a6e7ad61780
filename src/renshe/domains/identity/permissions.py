"""What each role may do: one table, and nothing outside it is allowed.

An action is `subject.verb`. Each role has actions it may do on its own records (the insured person,
the employer's clerk) and actions it may do within its place. Handling, review and approval are in
different rows on purpose, and the three administrators see no business data at all
(GB/T 22239-2019, three separated administrators).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from renshe.domains.identity.roles import RoleCode


class ActionName(NamedTuple):
    """What an action is called on screen."""

    zh: str
    en: str


ACTIONS: dict[str, ActionName] = {
    "person.look": ActionName("查看个人信息（脱敏）", "look at a person, masked"),
    "person.unmask": ActionName("查看个人完整信息", "look at a person, unmasked"),
    "person.search": ActionName("检索个人", "search people"),
    "person.register": ActionName("登记个人", "register a person"),
    "person.change": ActionName("变更一般信息", "change contact details"),
    "person.change_key_field": ActionName("变更关键信息", "change a key field on evidence"),
    "person.merge": ActionName("合并或拆分重复个人", "merge or split duplicate people"),
    "employer.look": ActionName("查看单位", "look at an employer"),
    "employer.register": ActionName("登记单位", "register an employer"),
    "employer.change": ActionName("变更单位信息", "change an employer"),
    "employer.absorb": ActionName("办理单位合并", "close an employer into its successor"),
    "enrolment.look": ActionName("查看参保记录", "look at enrolment"),
    "enrolment.record": ActionName("办理参保增减", "record joiners and leavers"),
    "contributions.look": ActionName("查看缴费", "look at contributions"),
    "contributions.declare": ActionName("申报缴费工资", "declare wages"),
    "contributions.assess": ActionName("核定应缴", "assess contributions"),
    "contributions.correct": ActionName("补缴、退费与更正", "back-pay, refund and correct"),
    "contributions.approve": ActionName("批准退费与核销", "approve refunds and write-offs"),
    "pension.look": ActionName("查看养老待遇", "look at pensions"),
    "pension.award": ActionName("核定养老待遇", "award a pension"),
    "pension.review": ActionName("复核养老待遇", "review an award"),
    "pension.approve": ActionName("审批养老待遇", "approve an award"),
    "pension.hold": ActionName("暂停或停发", "stop a payment"),
    "retirees.look": ActionName("查看退休人员管理", "look at retirees' care, masked"),
    "retirees.care": ActionName("看望和管理退休人员", "visit and look after retirees"),
    "retirees.party": ActionName("查看退休人员党员信息", "look at a retiree's party organisation"),
    "books.look": ActionName("查看账簿报表", "look at books and statements"),
    "books.post": ActionName("记账", "post an entry"),
    "books.close": ActionName("结账", "close a month or year"),
    "books.approve": ActionName("批准用款", "approve a fund-use plan"),
    "runs.look": ActionName("查看批处理", "look at runs"),
    "runs.operate": ActionName("运行批处理", "start and resume runs"),
    "parameters.look": ActionName("查看政策参数", "look at parameters of law"),
    "parameters.adopt": ActionName("采用政策参数", "adopt a parameter of law"),
    "case.apply": ActionName("提交申请", "apply for a service"),
    "case.look": ActionName("查看办件", "look at cases"),
    "case.handle": ActionName("受理和经办", "accept and handle cases"),
    "case.review": ActionName("复核办件", "review cases"),
    "case.approve": ActionName("审批和自行纠正", "approve and correct decisions"),
    "delegates.appoint": ActionName("委派单位经办人", "appoint an employer's delegates"),
    "institution.look": ActionName("查看本机构的请求", "look at the institution's requests"),
    "institution.certificate": ActionName(
        "依法请求参保证明", "ask for a certificate of insurance on a legal basis"
    ),
    "institution.death": ActionName("报告死亡", "report a death"),
    "institution.premium_list": ActionName(
        "报送资助名单", "file a list of people whose premium is to be paid"
    ),
    "institution.members": ActionName(
        "邀请和终止本机构经办人", "invite and end the institution's members"
    ),
    "institutions.register": ActionName("登记和终止机构", "register and end institutions"),
    "mandate.confirm": ActionName("确认监护代办", "confirm a guardian's evidence"),
    "emergency.open": ActionName("紧急查看", "open a record in an emergency"),
    "machines.manage": ActionName("管理接口客户端", "manage clients of the interface"),
    "accounts.open": ActionName("开立或停用账号", "open or switch off accounts"),
    "accounts.grant": ActionName("授予或收回角色", "grant or take away roles"),
    "audit.look": ActionName("查看审计记录", "look at recorded acts"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may do: on its own records, and on everything within its place."""

    own: frozenset[str]
    place: frozenset[str]


def _grant(*, own: str = "", place: str = "") -> Grant:
    return Grant(own=frozenset(own.split()), place=frozenset(place.split()))


_LOOK = (
    "person.look person.search employer.look enrolment.look contributions.look pension.look "
    "retirees.look"
)

GRANTS: dict[RoleCode, Grant] = {
    RoleCode.INSURED_PERSON: _grant(
        own="person.look person.unmask person.change enrolment.look contributions.look "
        "contributions.declare pension.look case.apply case.look"
    ),
    RoleCode.EMPLOYER_CLERK: _grant(
        own="person.look employer.look enrolment.look enrolment.record contributions.look "
        "contributions.declare case.apply case.look delegates.appoint"
    ),
    RoleCode.INSTITUTION_MEMBER: _grant(
        own="institution.look institution.certificate institution.death institution.premium_list"
    ),
    RoleCode.INSTITUTION_ADMINISTRATOR: _grant(own="institution.look institution.members"),
    RoleCode.COUNTER_CLERK: _grant(
        place=f"{_LOOK} person.unmask person.register person.change person.change_key_field "
        "employer.register employer.change enrolment.record contributions.declare "
        "contributions.assess contributions.correct pension.award pension.hold "
        "case.apply case.look case.handle mandate.confirm emergency.open"
    ),
    RoleCode.COMMUNITY_WORKER: _grant(place="retirees.look retirees.care retirees.party"),
    RoleCode.REVIEWER: _grant(
        place=f"{_LOOK} person.unmask person.merge pension.review case.look case.review "
        "emergency.open"
    ),
    RoleCode.APPROVER: _grant(
        place=f"{_LOOK} person.unmask employer.absorb contributions.approve pension.approve "
        "case.look case.approve emergency.open"
    ),
    RoleCode.FUND_ACCOUNTANT: _grant(
        place="books.look books.post books.close contributions.look pension.look employer.look "
        "person.look runs.look"
    ),
    RoleCode.FUND_SUPERVISOR: _grant(
        place=f"{_LOOK} books.look books.approve runs.look parameters.look case.look"
    ),
    RoleCode.RUN_OPERATOR: _grant(place="runs.look runs.operate books.look"),
    RoleCode.LEGAL_OFFICER: _grant(place="parameters.look parameters.adopt"),
    RoleCode.SYSTEM_ADMINISTRATOR: _grant(place="accounts.open machines.manage runs.look"),
    RoleCode.SECURITY_ADMINISTRATOR: _grant(place="accounts.grant institutions.register"),
    RoleCode.AUDIT_ADMINISTRATOR: _grant(place="audit.look"),
}

# Pairs of duties that nobody holds at the same time.
SEPARATED: tuple[frozenset[RoleCode], ...] = (
    frozenset({RoleCode.SYSTEM_ADMINISTRATOR, RoleCode.SECURITY_ADMINISTRATOR}),
    frozenset({RoleCode.SYSTEM_ADMINISTRATOR, RoleCode.AUDIT_ADMINISTRATOR}),
    frozenset({RoleCode.SECURITY_ADMINISTRATOR, RoleCode.AUDIT_ADMINISTRATOR}),
    frozenset({RoleCode.COUNTER_CLERK, RoleCode.REVIEWER}),
    frozenset({RoleCode.COUNTER_CLERK, RoleCode.APPROVER}),
    frozenset({RoleCode.REVIEWER, RoleCode.APPROVER}),
    # Whoever certifies somebody at home never signs what that brings.
    frozenset({RoleCode.COMMUNITY_WORKER, RoleCode.REVIEWER}),
    frozenset({RoleCode.COMMUNITY_WORKER, RoleCode.APPROVER}),
    frozenset({RoleCode.FUND_ACCOUNTANT, RoleCode.FUND_SUPERVISOR}),
    frozenset({RoleCode.FUND_ACCOUNTANT, RoleCode.COUNTER_CLERK}),
    frozenset({RoleCode.INSTITUTION_MEMBER, RoleCode.INSTITUTION_ADMINISTRATOR}),
    # Who asks for an institution never handles, reviews or approves what an institution asked.
    *(
        frozenset({asks, decides})
        for asks in (RoleCode.INSTITUTION_MEMBER, RoleCode.INSTITUTION_ADMINISTRATOR)
        for decides in (RoleCode.COUNTER_CLERK, RoleCode.REVIEWER, RoleCode.APPROVER)
    ),
)
