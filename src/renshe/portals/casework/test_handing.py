"""A case is handed only into hands that may work on it, and the page and the interface say the same of everybody."""

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Account, Role, RoleCode, grant_role, open_account
from renshe.portals.api.all_operations import operations
from renshe.portals.api.conftest import Api, problem
from renshe.portals.casework.conftest import Bureau
from renshe.portals.casework.test_story import act
from renshe.portals.conftest import SINCE
from renshe.portals.layout.casefile.handing import may_take_over

OPERATIONS = operations()
"""Made here, before the bureau narrows the catalogue to its testing item: the interface is made from the whole one, once."""


def colleague(bureau: Bureau, name: str, **link: int) -> Account:
    """A further clerk of the case's place."""
    account = open_account(username=name, display_name=name, password=None, **link)
    grant_role(
        account=account,
        role=RoleCode.COUNTER_CLERK,
        place=bureau.accepted().place,
        valid_from=SINCE,
    )
    return account


def both_refuse(bureau: Bureau, case: cases.Case, username: str) -> None:
    """Neither the page nor the interface hands it to him, and the case lies where it lay."""
    assert not may_take_over(case, username=username, on=bureau.actor("li").today)
    li = bureau.browser("li")
    assert act(li, case, "hand_over", to=username, words="请接手").status_code == 409
    told = Api(li).post(
        f"/office/cases/{case.number}/hand-over", {"to": username, "words": "请接手"}
    )
    problem(told, 422, "colleague_unknown")
    assert cases.case_by_number(number=case.number).holder == case.holder


@pytest.mark.parametrize("username", ["wang", "insured", "far", "no-such-name"])
def test_a_reviewer_no_staff_another_citys_clerk_and_nobody_take_no_case_to_handle(
    bureau: Bureau, username: str
) -> None:
    both_refuse(bureau, bureau.accepted(), username)


def test_whoever_it_is_about_whose_role_is_narrowed_or_who_left_takes_none(bureau: Bureau) -> None:
    case = bureau.accepted()
    own = {"person": "person_id", "employer": "employer_id"}.get(case.subject_kind)
    if own is not None and case.subject_id is not None:
        colleague(bureau, "concerned", **{own: case.subject_id})
        both_refuse(bureau, case, "concerned")
    narrow = colleague(bureau, "narrow")
    Role.objects.filter(account=narrow).update(limited_to=["case.look"])
    both_refuse(bureau, case, "narrow")
    gone = colleague(bureau, "gone")
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    both_refuse(bureau, case, "gone")


def test_a_colleague_with_the_power_takes_it_by_either_way(bureau: Bureau) -> None:
    li = bureau.browser("li")
    first, second = bureau.accepted(), bureau.accepted()
    assert act(li, first, "hand_over", to="lin", words="请接手").status_code == 302
    told = Api(li).post(
        f"/office/cases/{second.number}/hand-over", {"to": "lin", "words": "请接手"}
    )
    assert told.status_code == 200, told.content.decode()
    for one in (first, second):
        assert cases.case_by_number(number=one.number).handler == "lin"
