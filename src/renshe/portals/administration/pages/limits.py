"""The two-person rule: above which amount an action needs a second person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.identity.api import (
    Account,
    TwoPersonLimit,
    set_two_person_limit,
    two_person_limits,
)
from renshe.flows.powers import recorded
from renshe.kernel.codes.problem import Problem as Reason
from renshe.kernel.codes.problem import Refused
from renshe.portals.administration.portal import GRANT, SECURITY
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.powers import Choice, choices, power_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.trying import DATES_WRONG, day_typed, tried

TEMPLATE = "administration/pages/limits.html"
MONEY = (
    "contributions.correct", "contributions.approve", "pension.award", "pension.review",
    "pension.approve", "books.post", "books.approve", "case.handle", "case.approve",
)  # fmt: skip
MOST_YUAN = Decimal(10) ** 10
NO_AMOUNT = Reason(
    code="amount_wrong", zh="金额没有填，或者不是金额", en="the amount is missing or is none", clause="",
    next_step_zh="请填写元，最多两位小数", next_step_en="Write yuan with two decimals at most",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LimitRow:
    """One limit, in force or past or to come."""

    words: str
    amount: Amount
    valid_from: date
    set_by: str
    reason: str
    in_force: bool


@dataclass(frozen=True, kw_only=True)
class LimitsPage:
    """What `administration/pages/limits.html` may use; what was typed stays. `without` are actions that have no limit
    and so always need a second person."""

    rows: tuple[LimitRow, ...]
    without: tuple[str, ...]
    actions: tuple[Choice, ...]
    amount: str
    valid_from: str
    reason: str
    problems: tuple[Problem, ...]


@SECURITY.page(template=TEMPLATE, access=GRANT)
@proved
def limits(visit: Visit) -> LimitsPage | HttpResponse:
    """Show every limit; a post sets a new one from a day on."""
    account = visit.account
    assert account is not None
    if visit.request.method != "POST":
        return _page(visit)
    _done, problems = tried(lambda: _set(visit, account))
    if problems:
        page = _page(visit, problems=problems)
        return SECURITY.render(visit.request, template=TEMPLATE, context=page, status=400)
    return HttpResponseRedirect(reverse("administration:limits"))


def fen_typed(text: str) -> int | None:
    """Yuan as somebody types them, in fen, or None."""
    try:
        yuan = Decimal(text.strip().replace(",", ""))
        fen = yuan * 100
        fits = yuan.is_finite() and 0 <= yuan < MOST_YUAN and fen == fen.to_integral_value()
    except InvalidOperation:
        return None
    return int(fen) if fits else None


def _set(visit: Visit, account: Account) -> TwoPersonLimit:
    post = visit.request.POST
    fen, first = fen_typed(post.get("amount", "")), day_typed(post.get("valid_from", ""))
    if fen is None:
        raise Refused(NO_AMOUNT)
    if first is None:
        raise Refused(DATES_WRONG)
    return recorded(
        lambda: set_two_person_limit(
            action=post.get("action", ""), amount_fen=fen, valid_from=first,
            reason=post.get("reason", ""), by=account, on=visit.today, at=visit.now,
        ),
        actor=account.username, verb="set_two_person_limit", subject_kind="limit",
        subject_id=lambda made: made.pk, reason=post.get("reason", ""), at=visit.now,
        detail={"action": post.get("action", ""), "fen": fen, "from": str(first)},
    )  # fmt: skip


def _page(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> LimitsPage:
    typed = visit.request.POST if problems else {}
    found = two_person_limits()
    current: dict[str, int] = {}
    for limit in found:  # by action, the latest first day first
        if limit.valid_from <= visit.today:
            current.setdefault(limit.action, limit.pk)
    return LimitsPage(
        rows=tuple(
            LimitRow(
                words=power_words(limit.action),
                amount=Amount(fen=limit.amount_fen),
                valid_from=limit.valid_from,
                set_by=limit.set_by,
                reason=limit.reason,
                in_force=current.get(limit.action) == limit.pk,
            )
            for limit in found
        ),
        without=tuple(power_words(action) for action in MONEY if action not in current),
        actions=choices(MONEY, ticked=(typed.get("action", ""),)),
        amount=typed.get("amount", ""),
        valid_from=typed.get("valid_from", visit.today.isoformat()),
        reason=typed.get("reason", ""),
        problems=problems,
    )
