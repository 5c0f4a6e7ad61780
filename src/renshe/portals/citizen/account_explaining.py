"""A year of the individual account explained: its credits month by month, its interest by law, its closing as a sum."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import TimelineMonth, YearEntry
from renshe.domains.funds.api import AccountYear, batch_by_id
from renshe.domains.pension.api import PaymentBatch, PersonPayment
from renshe.kernel.periods import month_of, year_of
from renshe.kernel.rules import Explanation, Node
from renshe.laws import library
from renshe.portals.layout.formats import ENGLISH_MONTHS
from renshe.portals.layout.recorded import Term, recorded_figure, recorded_sum

TWELVE = 12


@dataclass(frozen=True, kw_only=True)
class YearOfAccount:
    """A year as it is explained. `interest_fen` is None while the year is open."""

    year: int
    opening_fen: int
    credit_fen: int
    interest_fen: int | None
    payout_fen: int
    closing_fen: int
    batch_id: int | None


def year_of_account(
    *, closed: Sequence[AccountYear], entries: Sequence[YearEntry], year: int
) -> YearOfAccount:
    """A closed year from its row, an open one from the career. Raises Http404 for a year without account."""
    for row in closed:
        if row.year == year:
            return YearOfAccount(
                year=year,
                opening_fen=row.opening_fen,
                credit_fen=row.credit_fen,
                interest_fen=row.interest_fen,
                payout_fen=row.payout_fen,
                closing_fen=row.closing_fen,
                batch_id=row.batch_id,
            )
    opening = closed[-1].closing_fen if closed else 0
    for entry in entries:
        if closed and entry.year <= closed[-1].year:
            continue
        if entry.year == year and entry.credit_fen:
            return YearOfAccount(
                year=year,
                opening_fen=opening,
                credit_fen=entry.credit_fen,
                interest_fen=None,
                payout_fen=0,
                closing_fen=opening + entry.credit_fen,
                batch_id=None,
            )
        opening += entry.credit_fen
    raise Http404


def explain_credit(*, year: YearOfAccount, months: Sequence[TimelineMonth]) -> Explanation:
    """The year's credits as the sum of its months, where they are on record; else as they stand."""
    terms = [
        Term(
            name=f"month_{month.period}_{place}",
            zh=f"{month_of(month.period)}月",
            en=ENGLISH_MONTHS[month_of(month.period) - 1],
            fen=month.credit_fen,
        )
        for place, month in enumerate(months)
        if year_of(month.period) == year.year and month.state == "paid" and month.credit_fen
    ]
    if not terms or sum(term.fen for term in terms) != year.credit_fen:
        return recorded_figure(
            name="credit",
            zh="当年记入",
            en="Credited in the year",
            fen=year.credit_fen,
            source=_("个人账户年度记录"),
        )
    return recorded_sum(name="credit", zh="当年记入", en="Credited in the year", terms=terms)


def explain_closing(*, year: YearOfAccount) -> Explanation:
    """The closing balance as the sum of the year's parts; of an open year without interest."""
    terms = [
        Term(name="opening", zh="年初储存额", en="Opening balance", fen=year.opening_fen),
        Term(name="credit", zh="当年记入", en="Credited in the year", fen=year.credit_fen),
    ]
    if year.interest_fen is not None:
        terms.append(
            Term(name="interest", zh="当年利息", en="Interest of the year", fen=year.interest_fen)
        )
    if year.payout_fen:
        paid = Term(
            name="payout",
            zh="支付与转移",
            en="Paid out and transferred",
            fen=year.payout_fen,
            taken_off=True,
        )
        terms.append(paid)
    if year.interest_fen is None:
        return recorded_sum(
            name="closing",
            zh="目前储存额（未含当年利息）",
            en="Balance so far, without this year's interest",
            terms=terms,
        )
    return recorded_sum(name="closing", zh="年末储存额", en="Closing balance", terms=terms)


def explain_interest(
    *, year: YearOfAccount, product_fen: int, payments: Sequence[PersonPayment], place: str
) -> Explanation:
    """The year's interest by law: on the balance and the credits, less what payments no longer earned.

    A year taken over from an old system that the law computes otherwise is shown as it was taken over.
    Raises Refusal, or Http404 while the year is open.
    """
    if year.interest_fen is None:
        raise Http404
    explanation = _interest(
        year=year.year, opening_fen=year.opening_fen, product_fen=product_fen, place=place
    )
    taken_fen = _payout_product(payments, year=year.year)
    if taken_fen:
        taken = _interest(year=year.year, opening_fen=0, product_fen=taken_fen, place=place)
        explanation = _less(explanation, taken)
    if explanation.value != year.interest_fen and _taken_over(year):
        return recorded_figure(
            name="interest",
            zh="当年利息",
            en="Interest of the year",
            fen=year.interest_fen,
            source=_("旧系统记账（接管时没有逐月资料）"),
        )
    return explanation


def _interest(*, year: int, opening_fen: int, product_fen: int, place: str) -> Explanation:
    facts = {
        "account_opening_balance": opening_fen,
        "account_year": year,
        "account_year_credit_product": product_fen,
    }
    return library.explain("account_year_interest", facts, place=place, on=date(year, 12, 31))


def _less(earned: Explanation, taken: Explanation) -> Explanation:
    root = Node(
        name="interest",
        kind="fact",
        zh="当年利息",
        en="Interest of the year",
        unit="fen",
        value=earned.value - taken.value,
        formula="earned - not_earned",
        children=(
            replace(
                earned.root,
                name="earned",
                zh="储存额和记账额的利息",
                en="Interest on balance and credits",
            ),
            replace(
                taken.root,
                name="not_earned",
                zh="已支付部分不再计的利息",
                en="Interest that paid amounts no longer earn",
            ),
        ),
    )
    return replace(earned, target="interest", root=root)


def _payout_product(payments: Sequence[PersonPayment], *, year: int) -> int:
    """Account parts paid in the year's months of the books, each times the months left, its own included."""
    lines = [one for one in payments if one.kind != "retry" and one.outcome != "stopped"]
    batches = {one.batch_id for one in lines}
    months = dict(
        PaymentBatch.objects.filter(
            batch_id__in=batches,
            accounting_month__gte=year * TWELVE,
            accounting_month__lt=(year + 1) * TWELVE,
        ).values_list("batch_id", "accounting_month")
    )
    return sum(
        one.account_fen * (TWELVE - months[one.batch_id] % TWELVE)
        for one in lines
        if one.batch_id in months
    )


def _taken_over(year: YearOfAccount) -> bool:
    batch = batch_by_id(batch_id=year.batch_id) if year.batch_id else None
    return batch is not None and batch.kind.startswith("take_over")
