"""What retirement would give at each month, from typed facts or from one's own record; annuities and the personal pension."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Path, Query, Schema
from pydantic import Field

from renshe.domains.annuity.api import (
    TARGETS,
    Assumptions,
    Bar,
    Outlook,
    Standing,
    accounts_of,
    month_payment,
    movements_of,
    not_vested,
    remedies,
    told_parts,
    vested,
)
from renshe.domains.pension.api import in_force
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import format_month, month_containing, parse_month
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operations import law
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import GROUP, PENSION, me
from renshe.portals.api.shapes import Fen, MonthText, Number, month_of
from renshe.portals.citizen.future import known_of, own_part, standing_of
from renshe.portals.layout.access import ANYBODY
from renshe.portals.public.outlooks import caps
from renshe.portals.public.pages.outlook import Implausible, typed_standing

Rate = Annotated[int, Field(ge=0, le=2000, description="万分之一 / hundredths of a percent a year")]
RateQuery = Annotated[
    int, Query(ge=0, le=2000, description="万分之一 / hundredths of a percent a year")
]
MoneyQuery = Annotated[int | None, Query(ge=0, le=10**9, description="分 / fen")]
Money = Annotated[int, Field(ge=0, le=10**11, description="分 / fen")]
Step = Annotated[Literal[3, 6, 12], Query(description="间隔月数 / months between two bars")]
Part = Annotated[Literal["own", "open", "payment"], Path(description="部分 / part")]
Of = Annotated[str, Path(max_length=60, description="，".join(TARGETS))]
When = Annotated[
    str, Path(max_length=10, description="退休年月，如 2040-05 / month", examples=["2040-05"])
]


class BarOut(Schema):
    """One month of retirement: each part a month, in fen of today's wages. `state` other than entitled: no basic pension."""

    month: str
    age_months: int
    state: str
    missing_months: int
    basic_fen: Fen
    account_fen: Fen
    annuity_fen: Fen
    personal_fen: Fen
    total_fen: Fen


class WayOut(Schema):
    """One way to come nearer to the goal at the legal month."""

    kind: str
    month: str
    amount_fen: Fen
    total_fen: Fen
    enough: bool


class OutlookOut(Schema):
    """The months in which one may retire, a bar for each step, and what closes the gap to the goal."""

    earliest: str
    legal: str
    latest: str
    bars: list[BarOut]
    ways: list[WayOut]


class OutlookFacts(Schema, extra="forbid"):
    """A stranger's facts. Rates in hundredths of a percent a year, `index` in ten-thousandths."""

    place: Annotated[str, Field(pattern=r"^\d{6}$", examples=["310000"])]
    born: MonthText
    category: Literal["M60", "F55", "F50"]
    kind: Literal["employee", "flexible"]
    months: Annotated[int, Field(ge=0, le=600)]
    index: Annotated[int, Field(ge=1, le=30_000)]
    account_fen: Money
    base_fen: Money
    annuity_fen: Money
    annuity_month_fen: Money
    personal_fen: Money
    personal_year_fen: Money
    wage_growth: Rate
    crediting_rate: Rate
    returns: Rate
    goal_fen: Money | None = None
    step: Literal[3, 6, 12] = 12


class AnnuityOut(Schema):
    """One annuity account: what is one's own, what is not vested, what the budget has only noted."""

    number: int
    kind: str
    employer: str
    trustee: str
    joined: str
    left: str | None
    own_fen: Fen
    open_fen: Fen
    notional_fen: Fen
    drawn_by: str | None


class PersonalYearOut(Schema):
    """What a bank reported of one year."""

    year: int
    paid_fen: Fen
    balance_fen: Fen


class SchemePart(Schema):
    """What another scheme says of a person."""

    code: str
    zh: str
    en: str
    sureness: str
    balance_fen: Fen | None
    monthly_fen: Fen | None
    starts: str | None


class PictureOut(Schema):
    """Every tier. Amounts of the first are null where the law cannot say yet, or where a pension is drawn already."""

    drawing_fen: Fen | None
    legal: str | None
    account_fen: Fen | None
    accrued_fen: Fen | None
    at_retirement_fen: Fen | None
    annuities: list[AnnuityOut]
    personal_bank: str | None
    personal_years: list[PersonalYearOut]
    others: list[SchemePart]


class MoveOut(Schema):
    """One movement of an annuity account."""

    period: str
    kind: str
    part: str
    amount_fen: Fen


@law.GROUP.post(
    "/law/outlook", id="estimate_outlook", access=ANYBODY, answer=OutlookOut, writes=False,
    title=("养老收入测算", "Estimate a retirement income"),
    says=("按所填情况和假设，列出每个可以退休的年月各领多少。",
         "From typed facts and assumptions, each month in which one may retire."),
)  # fmt: skip
def estimate_outlook(call: Call, body: OutlookFacts) -> OutlookOut:
    """As the public calculator. A refusal of the law is answered 409 with its clause."""
    typed: dict[str, Any] = {
        "place": body.place, "born": month_of(body.born), "category": body.category,
        "kind": body.kind, "months": body.months, "index": Fraction(body.index, 10_000),
        "account": body.account_fen, "base": body.base_fen, "annuity": body.annuity_fen,
        "annuity_month": body.annuity_month_fen, "personal": body.personal_fen,
        "personal_year": body.personal_year_fen,
    }  # fmt: skip
    try:
        standing = typed_standing(typed, today=call.today)
    except Implausible as fault:
        told = fault.problem
        raise Refused(
            Problem("facts_implausible", told.reason, told.reason, "owner-default", told.next_step, told.next_step)
        ) from None  # fmt: skip
    assumed = _assumed(body.wage_growth, body.crediting_rate, body.returns)
    return _out(Outlook(standing, assumed, library.explain), step=body.step, goal=body.goal_fen)


@GROUP.get(
    "/me/pension/outlook", id="read_my_outlook", access=PENSION, answer=OutlookOut,
    title=("我的养老收入测算", "My retirement income, estimated"),
    says=("用本人记录推算；基数、个人养老金、目标和假设可以给出。",
         "From one's own record; base, personal pension, goal and assumptions may be given."),
)  # fmt: skip
def read_my_outlook(
    call: Call, wage_growth: RateQuery = 400, crediting_rate: RateQuery = 150, returns: RateQuery = 200,
    base_fen: MoneyQuery = None, personal_year_fen: MoneyQuery = None, goal_fen: MoneyQuery = None,
    step: Step = 12,
) -> OutlookOut:  # fmt: skip
    """The assumptions left out are the page's careful ones."""
    standing = _own(call, base_fen, personal_year_fen)
    outlook = Outlook(standing, _assumed(wage_growth, crediting_rate, returns), library.explain)
    return _out(outlook, step=step, goal=goal_fen)


@GROUP.get(
    "/me/pension/outlook/{month}/{target}", id="explain_my_outlook", access=PENSION, answer=Answer,
    title=("解释一项测算", "Explain an estimated amount"),
    says=("某个退休年月的一项金额怎么推算出来。", "How one amount at one month of retirement is found."),
)  # fmt: skip
def explain_my_outlook(
    call: Call, month: When, target: Of, wage_growth: RateQuery = 400, crediting_rate: RateQuery = 150,
    returns: RateQuery = 200, base_fen: MoneyQuery = None, personal_year_fen: MoneyQuery = None,
    goal_fen: MoneyQuery = None,
) -> Answer:  # fmt: skip
    """As on the person's page."""
    if target not in TARGETS:
        raise Http404
    standing = _own(call, base_fen, personal_year_fen)
    outlook = Outlook(standing, _assumed(wage_growth, crediting_rate, returns), library.explain)
    window = outlook.window()
    try:
        at = parse_month(month)
    except ValueError:
        raise Http404 from None
    if not window.earliest <= at <= window.latest:
        raise Http404
    return answer_of(outlook.explained(target, month=at, goal_fen=goal_fen or 0))


@GROUP.get(
    "/me/pension/picture", id="read_my_picture", access=PENSION, answer=PictureOut,
    title=("我的养老全貌", "My pensions, tier by tier"),
    says=("各层现有多少、退休后多少。", "What each tier holds now and would give."),
)  # fmt: skip
def read_my_picture(call: Call) -> PictureOut:
    """Every tier as the page shows it, by the page's careful assumptions."""
    who = me(call)
    now = month_containing(call.today)
    known = known_of(person=who, today=call.today)
    award = in_force(person_id=who.pk)
    first: dict[str, Any] = dict.fromkeys(
        ("legal", "account_fen", "accrued_fen", "at_retirement_fen")
    )
    if award is None:
        standing = _own(call, None, None)
        outlook = Outlook(standing, _assumed(400, 150, 200), library.explain)
        legal = outlook.window().legal
        stopped, going = outlook.changed(base_fen=0).bar(legal), outlook.bar(legal)
        first = {
            "legal": format_month(legal), "account_fen": standing.account_fen,
            "accrued_fen": stopped.pension_fen if stopped.state == "entitled" else None,
            "at_retirement_fen": going.pension_fen if going.state == "entitled" else None,
        }  # fmt: skip
    return PictureOut(
        **first, drawing_fen=award.total_fen if award else None,
        annuities=[_annuity(one, now) for one in known.annuities],
        personal_bank=known.personal.pension.bank if known.personal else None,
        personal_years=[
            PersonalYearOut(year=one.year, paid_fen=one.paid_fen, balance_fen=one.balance_fen)
            for one in (known.personal.reports if known.personal else ())
        ],
        others=[
            SchemePart(
                code=one.code, zh=one.zh, en=one.en, sureness=one.sureness, balance_fen=one.balance_fen,
                monthly_fen=one.monthly_fen, starts=format_month(one.starts) if one.starts else None,
            )
            for one in told_parts(person_id=who.pk, today=call.today)
        ],
    )  # fmt: skip


@GROUP.get(
    "/me/annuities/{number}", id="list_my_annuity_movements", access=PENSION, answer=list[MoveOut],
    title=("年金账户进出明细", "Movements of my annuity account"),
    says=("从近到远，最多120条。", "Newest first, at most 120."),
)  # fmt: skip
def list_my_annuity_movements(call: Call, number: Number) -> list[MoveOut]:
    """One's own account alone."""
    _mine(call, number)
    return [
        MoveOut(period=format_month(one.period), kind=one.kind, part=one.part, amount_fen=one.amount_fen)
        for one in movements_of(account_id=number)
    ]  # fmt: skip


@GROUP.get(
    "/me/annuities/{number}/explanations/{part}", id="explain_my_annuity", access=PENSION, answer=Answer,
    title=("解释年金账户的一项", "Explain an amount of my annuity account"),
    says=("已归属、未归属或本月领取额。", "What is vested, what is not, or what a month pays."),
)  # fmt: skip
def explain_my_annuity(call: Call, number: Number, part: Part) -> Answer:
    """As on the person's page."""
    one, now = _mine(call, number), month_containing(call.today)
    drawn = one.payout is not None
    if part == "payment":
        if one.payout is None or now < one.payout.starts_month or one.balance.total_fen <= 0:
            raise Http404
        return answer_of(month_payment(payout=one.payout, period=now, explain=library.explain))
    ask = vested if part == "own" else not_vested
    return answer_of(ask(account=one.account, on=now, at_once=drawn, explain=library.explain))


def _mine(call: Call, number: int) -> Any:
    found = accounts_of(person_id=me(call).pk)
    one = next((one for one in found if one.account.pk == number), None)
    if one is None:
        raise Http404
    return one


def _own(call: Call, base_fen: int | None, personal_year_fen: int | None) -> Standing:
    who = me(call)
    known = known_of(person=who, today=call.today)
    paid = known.personal.paid_fen if known.personal else 0
    return standing_of(
        person=who, known=known, base_fen=known.base_fen if base_fen is None else base_fen,
        personal_year_fen=paid if personal_year_fen is None else personal_year_fen, today=call.today,
    )  # fmt: skip


def _assumed(wage_growth: int, crediting_rate: int, returns: int) -> Assumptions:
    return Assumptions(
        wage_growth=Fraction(wage_growth, 10_000), crediting_rate=Fraction(crediting_rate, 10_000),
        returns=Fraction(returns, 10_000),
    )  # fmt: skip


def _out(outlook: Outlook, *, step: int, goal: int | None) -> OutlookOut:
    window = outlook.window()
    ways = []
    if goal is not None:
        base_cap, personal_cap = caps(place=outlook.standing.place, on=outlook.standing.today)
        ways = remedies(
            outlook, goal_fen=goal, base_cap_fen=base_cap, personal_cap_fen=personal_cap
        )
    return OutlookOut(
        earliest=format_month(window.earliest), legal=format_month(window.legal),
        latest=format_month(window.latest),
        bars=[_bar(outlook.bar(month)) for month in outlook.months(step=step)],
        ways=[
            WayOut(
                kind=one.kind, month=format_month(one.month), amount_fen=one.amount_fen,
                total_fen=one.bar.total_fen, enough=one.enough,
            )
            for one in ways
        ],
    )  # fmt: skip


def _bar(bar: Bar) -> BarOut:
    return BarOut(
        month=format_month(bar.month), age_months=bar.age_months, state=bar.state,
        missing_months=bar.missing_months, basic_fen=bar.basic_fen, account_fen=bar.account_fen,
        annuity_fen=bar.annuity_fen, personal_fen=bar.personal_fen, total_fen=bar.total_fen,
    )  # fmt: skip


def _annuity(one: Any, now: int) -> AnnuityOut:
    account, plan = one.account, one.account.plan
    own = own_part(one, on=now)
    return AnnuityOut(
        number=account.pk, kind=plan.kind, employer=plan.employer.name, trustee=plan.trustee,
        joined=format_month(account.joined_month),
        left=format_month(account.left_month) if account.left_month is not None else None,
        own_fen=own, open_fen=one.balance.total_fen - own, notional_fen=one.balance.notional_fen,
        drawn_by=one.payout.way if one.payout else None,
    )  # fmt: skip
