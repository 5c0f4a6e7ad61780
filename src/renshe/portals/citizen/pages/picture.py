"""All that one may count on in old age, tier by tier: how much, how sure, from when, from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from renshe.domains.annuity.api import (
    AccountNow,
    Bar,
    Outlook,
    Part,
    PersonalNow,
    Plan,
    told_parts,
)
from renshe.domains.pension.api import PersonPension, person_pension
from renshe.domains.registry.api import Person, everybody_who_is
from renshe.kernel.periods import Month, month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.portals.citizen.benefits import benefit_name, benefit_url, part_url
from renshe.portals.citizen.future import Known, known_of, own_part, standing_of
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.pages.outlook import own_asked
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem, problem_of
from renshe.portals.layout.formats import month, month_slug, yuan
from renshe.portals.public.outlook_questions import SCENARIOS, Asked


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that one may count on. `sureness` is a word of `SURE`; `tone` colours it; empty texts are left out."""

    title: str
    payer: str
    when: str
    sure: str
    tone: str
    balance: Amount | None
    monthly: Amount | None
    detail: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Tier:
    """One pillar: its name, one plain sentence, its lines; `empty` says why there are none and what one may do."""

    title: str
    plain: str
    lines: tuple[Line, ...]
    empty: str


@dataclass(frozen=True, kw_only=True)
class PicturePage:
    """What `citizen/pages/picture.html` may use. `problem` says why the first pillar could not be computed."""

    tiers: tuple[Tier, ...]
    problem: Problem | None
    drawing: bool


def sure_words() -> dict[str, tuple[str, str]]:
    """How sure an amount is, in words and as a colour."""
    return {
        "drawn": (_("正在领"), "good"),
        "law": (_("按现行规定算出"), "now"),
        "balance": (_("账户里已有"), "good"),
        "assumed": (_("要看缴费和收益，按谨慎假设"), "assumed"),
    }


@CITIZEN.page(template="citizen/pages/picture.html", access=PENSION)
def picture(visit: Visit) -> PicturePage:
    """Show every tier."""
    person = myself(visit)
    known = known_of(person=person, today=visit.today)
    asked = own_asked(visit, known)
    person_ids, now = everybody_who_is(person_id=person.pk), month_containing(visit.today)
    found = person_pension(person_ids=person_ids, month=now, limit=1)
    drawing = found.current is not None
    outlook, problem = (None, None) if drawing else _outlook(visit, person, known, asked)
    told = told_parts(person_id=person.pk, today=visit.today)
    return PicturePage(
        tiers=(
            _first(found, outlook, asked, told, person_ids=person_ids, now=now),
            _second(known, outlook, asked, visit),
            _third(known.personal, outlook, asked),
        ),
        problem=problem,
        drawing=drawing,
    )


def _outlook(
    visit: Visit, person: Person, known: Known, asked: Asked
) -> tuple[Outlook | None, Problem | None]:
    assert asked.values is not None
    try:
        standing = standing_of(
            person=person, known=known, base_fen=asked.values["base"],
            personal_year_fen=asked.values["personal_year"], today=visit.today,
        )  # fmt: skip
        outlook = Outlook(standing, asked.assumptions[SCENARIOS[0]], library.explain)
        outlook.bar(outlook.window().legal)
    except Refusal as refusal:
        return None, problem_of(refusal)
    return outlook, None


def _first(
    found: PersonPension, outlook: Outlook | None, asked: Asked, told: list[Part], *,
    person_ids: list[int], now: Month,
) -> Tier:  # fmt: skip
    lines: list[Line] = []
    payer = _("本市社会保险经办机构，从基本养老保险基金发")
    if found.current is not None:
        lines += _drawn(found, person_ids, now)
    elif outlook is not None:
        lines += _accruing(outlook, asked, payer)
    lines += [_told(one) for one in told]
    return Tier(
        title=_("第一层：基本养老保险"),
        plain=_("国家办的，活多久领多久，每年调整。"),
        lines=tuple(lines),
        empty=_("还没有基本养老保险的缴费记录。单位应当为职工缴；没有单位的，可以自己参保。"),
    )


def _drawn(found: PersonPension, person_ids: list[int], now: Month) -> list[Line]:
    """Every benefit that is drawn now, each under its own name with the rises so far."""
    assert found.current is not None
    monthly = {found.current.kind: found.monthly_fen}
    for one in found.others:
        shown = person_pension(person_ids=person_ids, month=now, limit=1, kind=one.kind)
        monthly[one.kind] = shown.monthly_fen
    return [
        _line(
            benefit_name(one.kind), _("本市社会保险经办机构"), "drawn",
            when=_("{month}起").format(month=month(one.starts_month)),
            monthly=Amount(fen=monthly[one.kind] or 0, explain_url=part_url(one.kind, "total")),
            url=benefit_url(one.kind),
        )
        for one in (found.current, *found.others)
    ]  # fmt: skip


def _accruing(outlook: Outlook, asked: Asked, payer: str) -> list[Line]:
    legal = outlook.window().legal
    stopped = outlook.changed(base_fen=0)
    when = _("法定退休年月：{month}").format(month=month(legal))
    account = Amount(fen=outlook.standing.account_fen, explain_url=reverse("citizen:account"))
    lines = [
        _line(
            _("个人账户储存额"), payer, "balance", balance=account, url=reverse("citizen:account"),
            detail=_("退休后按月领；去世时余额归继承人"),
        ),
        _pension_line(
            _("如果从今天起不再缴"), stopped.bar(legal), payer, when, "law",
            {**asked.values, "base": 0} if asked.values else {},
        ),
    ]  # fmt: skip
    if outlook.standing.base_fen:
        lines.append(
            _pension_line(
                _("如果按现在的基数缴到退休"), outlook.bar(legal), payer, when, "assumed",
                dict(asked.values or {}),
            )
        )  # fmt: skip
    return lines


def _pension_line(
    title: str, bar: Bar, payer: str, when: str, sure: str, values: dict[str, Any]
) -> Line:
    query = f"base={_typed(values.get('base', 0))}&personal_year=0&goal=none&step=12"
    url = _at(bar.month, "monthly_pension", query)
    if bar.state != "entitled":
        return _line(
            title, payer, sure, when=when, url=_at(bar.month, "missing_contribution_months", query),
            detail=ngettext(
                "缴费年限还差{months}个月，不能按月领", "缴费年限还差{months}个月，不能按月领", bar.missing_months
            ).format(months=bar.missing_months),
        )  # fmt: skip
    return _line(
        title, payer, sure, when=when, monthly=Amount(fen=bar.pension_fen, explain_url=url)
    )


def _second(known: Known, outlook: Outlook | None, asked: Asked, visit: Visit) -> Tier:
    now = month_containing(visit.today)
    lines = [_annuity(one, now) for one in known.annuities]
    waiting = any(one.payout is None for one in known.annuities)
    if outlook is not None and waiting:
        bar = outlook.bar(outlook.window().legal)
        lines.append(
            _line(
                _("年金合计，按月领的话"), _("受托人通过托管银行发"), "assumed",
                when=_("退休以后，也可以一次领或者买商业养老保险"),
                monthly=Amount(fen=bar.annuity_fen, explain_url=_at(bar.month, "annuity_monthly_estimate", asked.query)),
            )
        )  # fmt: skip
    return Tier(
        title=_("第二层：企业年金、职业年金"),
        plain=_("单位和个人一起缴的，进个人账户，领完为止。"),
        lines=tuple(lines),
        empty=_(
            "没有年金账户。企业年金由单位自愿建立，可以问单位有没有方案；机关事业单位都有职业年金。"
        ),
    )


def _annuity(one: AccountNow, now: int) -> Line:
    plan = one.account.plan
    own = own_part(one, on=now)
    rest = one.balance.total_fen - own
    detail = _("单位：{name}").format(name=plan.employer.name)
    if rest:
        detail += _("；还有{yuan}元单位缴费，做满年限才归您").format(yuan=yuan(rest))
    if one.balance.notional_fen:
        detail += _("；其中{yuan}元由财政记账，退休时记实").format(
            yuan=yuan(one.balance.notional_fen)
        )
    url = reverse("citizen:annuity", kwargs={"number": one.account.pk})
    return _line(
        plan.get_kind_display() if not _english() else _KINDS[plan.kind],
        _("受托人：{name}").format(name=plan.trustee), "drawn" if one.payout else "balance",
        balance=Amount(fen=own, explain_url=reverse("citizen:explain_annuity", kwargs={"number": one.account.pk, "part": "own"})),
        detail=detail, url=url,
    )  # fmt: skip


_KINDS = {
    Plan.Kind.ENTERPRISE: "Enterprise annuity",
    Plan.Kind.OCCUPATIONAL: "Occupational annuity",
}


def _third(personal: PersonalNow | None, outlook: Outlook | None, asked: Asked) -> Tier:
    lines = []
    if personal is not None:
        paid = _("{year}年已缴{yuan}元").format(year=personal.year, yuan=yuan(personal.paid_fen))
        lines.append(
            _line(
                _("个人养老金账户"), _("开户银行：{name}").format(name=personal.pension.bank), "balance",
                balance=Amount(fen=personal.balance_fen), detail=paid if personal.year else "",
                when=_("到领取基本养老金的年龄，或者完全丧失劳动能力、出国（境）定居、大病、长期失业、领低保时"),
                url=reverse("citizen:personal_pension"),
            )
        )  # fmt: skip
        if outlook is not None:
            bar = outlook.bar(outlook.window().legal)
            lines.append(
                _line(
                    _("个人养老金，按月领的话（税后）"), _("开户银行"), "assumed", when=_("退休以后"),
                    monthly=Amount(
                        fen=bar.personal_fen,
                        explain_url=_at(bar.month, "personal_pension_monthly_estimate", asked.query),
                    ),
                )
            )  # fmt: skip
    return Tier(
        title=_("第三层：个人养老金和自己的积蓄"),
        plain=_(
            "自己缴的，每年最多12000元，可以税前扣除；本系统只知道个人养老金账户，不知道您别的积蓄。"
        ),
        lines=tuple(lines),
        empty=_("没有个人养老金账户。参加了基本养老保险的人都可以到银行开一个。"),
    )


def _told(part: Part) -> Line:
    english = _english()
    return _line(
        part.en if english else part.zh, part.payer_en if english else part.payer_zh, part.sureness,
        when=_("{month}起").format(month=month(part.starts)) if part.starts else "",
        balance=Amount(fen=part.balance_fen, explain_url=part.url) if part.balance_fen is not None else None,
        monthly=Amount(fen=part.monthly_fen, explain_url=part.url) if part.monthly_fen is not None else None,
        url=part.url,
    )  # fmt: skip


def _line(
    title: str, payer: str, sure: str, *, when: str = "", balance: Amount | None = None,
    monthly: Amount | None = None, detail: str = "", url: str = "",
) -> Line:  # fmt: skip
    words, tone = sure_words()[sure]
    return Line(
        title=title, payer=payer, when=when, sure=words, tone=tone, balance=balance, monthly=monthly,
        detail=detail, url=url,
    )  # fmt: skip


def _at(at_month: int, target: str, query: str) -> str:
    parts = {"scenario": SCENARIOS[0], "slug": month_slug(at_month), "target": target}
    return f"{reverse('citizen:explain_outlook', kwargs=parts)}?{query}"


def _typed(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _english() -> bool:
    return not (get_language() or "zh").startswith("zh")
