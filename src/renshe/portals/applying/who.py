"""Who applies: the person or the employer behind the account, and the place that decides for them."""

from dataclasses import dataclass

from renshe.domains.cases.api import Actor, Item
from renshe.domains.identity.api import RoleCode
from renshe.domains.registry.api import employer, person
from renshe.kernel.codes.problem import Problem, Refused
from renshe.portals.applying.portal import AS_EMPLOYER, AS_PERSON
from renshe.portals.layout.access import Visit

DISTRICT = 6
"""Digits of the division whose office decides; a street or community takes in and hands on, and decides nothing itself."""
NOT_ONLINE = Problem(
    code="not_online",
    zh="这一事项不在网上受理",
    en="this item is not taken in online",
    clause="owner-default",
    next_step_zh="请到任一社保窗口办理，办事指南里写明了要带什么",
    next_step_en="Come to any counter; the guide says what to bring",
)
NOT_YOURS = Problem(
    code="not_for_this_account",
    zh="这一事项不能由当前账号申请",
    en="this account may not apply for this item",
    clause="owner-default",
    next_step_zh="个人事项请用本人账号，单位事项请用单位经办人账号；也可以到窗口办理",
    next_step_en="Use your own account for yourself and the clerk's account for an employer, or come to a counter",
)


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """On whose behalf a case is opened. `subject_id` is whom it is about, absent where the item is about nobody's record."""

    kind: str
    subject_id: int | None
    name: str
    place: str


def actor_of(visit: Visit) -> Actor:
    """The visitor as an actor on cases."""
    assert visit.account is not None
    account = visit.account
    return Actor(
        username=account.username,
        at=visit.now,
        today=visit.today,
        person_id=account.person_id,
        employer_id=account.employer_id,
    )


def applicant_for(visit: Visit, item: Item) -> Applicant:
    """Who applies for this item with this account. Raises Refused where it is not offered online, or not to the account."""
    if "online" not in item.channels:
        raise Refused(NOT_ONLINE, subject=item.name.zh)
    subjects = own_subjects(visit)
    if (
        RoleCode.INSURED_PERSON in item.applicants
        and "person" in subjects
        and item.subject != "employer"
    ):
        one = person(person_id=subjects["person"])
        subject_id = one.pk if item.subject == "person" else None
        return Applicant(
            kind="person",
            subject_id=subject_id,
            name=one.name,
            place=one.residence_place[:DISTRICT],
        )
    if (
        RoleCode.EMPLOYER_CLERK in item.applicants
        and "employer" in subjects
        and item.subject != "person"
    ):
        unit = employer(employer_id=subjects["employer"])
        subject_id = unit.pk if item.subject == "employer" else None
        return Applicant(
            kind="employer", subject_id=subject_id, name=unit.name, place=unit.place[:DISTRICT]
        )
    raise Refused(NOT_YOURS, subject=item.name.zh)


def own_subjects(visit: Visit) -> dict[str, int]:
    """For whom the visitor acts now: the person (himself, or by a mandate somebody else) and the employer of the account.

    Whoever acts for somebody else does nothing for his employer meanwhile.
    """
    found = {}
    if visit.person_id is not None and AS_PERSON.allows(visit):
        found["person"] = visit.person_id
    if visit.acting is None and AS_EMPLOYER.allows(visit):
        assert visit.account is not None
        assert visit.account.employer_id is not None
        found["employer"] = visit.account.employer_id
    return found
