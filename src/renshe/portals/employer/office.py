"""The viewer's employer, its bills and the sums that its pages share."""

from collections.abc import Iterable, Sequence

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import FUNDS, Bill, Declaration
from renshe.domains.registry.api import Employer, employer
from renshe.kernel.periods import Month, MonthError, format_month, month_at, parse_month
from renshe.portals.employer.funds_due import FundDue
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.charts import Chart, Series, chart
from renshe.portals.layout.formats import month, month_parts
from renshe.portals.layout.insurances import insurance_name

EARLIEST = month_at(year=1990, month=1)
LATEST = month_at(year=2099, month=12)


def my_employer(visit: Visit) -> Employer:
    """The employer of the clerk. The page's access has made sure of one."""
    assert visit.account is not None
    assert visit.account.employer_id is not None
    return employer(employer_id=visit.account.employer_id)


def month_from(text: str) -> Month:
    """The month of an address such as 2025-10. Raises Http404."""
    try:
        found = parse_month(text)
    except MonthError:
        raise Http404 from None
    if not EARLIEST <= found <= LATEST:
        raise Http404
    return found


def month_address(period: Month) -> str:
    """The address of a month's page."""
    return reverse("employer:month", kwargs={"slug": format_month(period)})


def own_bill(visit: Visit, *, number: int) -> Bill:
    """A bill of the clerk's own employer; another employer's is not found. Raises Http404."""
    assert visit.account is not None
    bill = Bill.objects.filter(pk=number, employer_id=visit.account.employer_id).first()
    if bill is None:
        raise Http404
    return bill


def own_declaration(visit: Visit, *, number: int) -> Declaration:
    """A declaration of the clerk's own employer; another employer's is not found. Raises Http404."""
    assert visit.account is not None
    found = (
        Declaration.objects.filter(pk=number, employer_id=visit.account.employer_id)
        .select_related("file")
        .defer("file__content")
        .first()
    )
    if found is None:
        raise Http404
    return found


def open_fen(bill: Bill) -> int:
    """What is still owed of a bill, surcharge included; nothing once it is settled in another way."""
    if bill.kind == "correction" or bill.state in ("refunded", "written_off"):
        return 0
    owed = bill.total_fen - bill.received_fen + bill.surcharge_fen - bill.surcharge_received_fen
    return int(owed)


def funds_due(bills: Sequence[Bill]) -> tuple[FundDue, ...]:
    """What is due to each fund; amounts lead to the people of the month's first bill."""
    where = bill_address(bills[0].pk) + "#people" if bills else ""
    rows = []
    for fund in FUNDS:
        shares = [
            sum(int(getattr(bill, f"{fund}_{share}_fen")) for bill in bills)
            for share in ("employer", "personal")
        ]
        if any(shares):
            rows.append(
                FundDue(
                    name=insurance_name(fund),
                    employer=Amount(fen=shares[0], explain_url=where),
                    personal=Amount(fen=shares[1], explain_url=where),
                    total_fen=sum(shares),
                )
            )
    return tuple(rows)


def bill_address(number: int) -> str:
    """The address of a bill."""
    return reverse("employer:bill", kwargs={"number": number})


def trend_of(bills: Iterable[Bill], *, until: Month) -> Chart | None:
    """Due and received of the twelve months up to `until`; None where there is nothing to compare."""
    periods = range(until - 11, until + 1)
    due = dict.fromkeys(periods, 0)
    received = dict.fromkeys(periods, 0)
    for bill in bills:
        if bill.period in due:
            due[bill.period] += bill.total_fen
            received[bill.period] += bill.received_fen
    shown = [period for period in periods if due[period]]
    if len(shown) < 2:
        return None
    periods = range(shown[0], until + 1)
    return chart(
        title=_("各月应缴与到账"),
        categories=[month(period) for period in periods],
        short=[str(month_parts(period)[1]) for period in periods],
        series=[
            Series(label=_("应缴"), amounts_fen=tuple(due[period] for period in periods)),
            Series(label=_("到账"), amounts_fen=tuple(received[period] for period in periods)),
        ],
    )
