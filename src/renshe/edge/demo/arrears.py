"""Opening bills: the last month of everybody, as it was paid, and every month still owed, with amounts by law.

Only the running year's months can be owed. Amounts are computed here from the law's parameters with the generator's
own arithmetic; the product computes the following months by rule, and a test compares both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pyarrow as pa

from renshe.edge.demo.employers import OWN_PAYER, Employers
from renshe.edge.demo.figures import SCALE
from renshe.edge.demo.profile import Profile
from renshe.kernel.rules import RuleSet

_SHARES = (
    "pension_employer",
    "pension_personal",
    "medical_employer",
    "medical_personal",
    "unemployment_employer",
    "unemployment_personal",
)
_BILL_PARTS = (*_SHARES, "injury_employer")


@dataclass(frozen=True)
class Dues:
    """Person-months to be billed: positions and employers in the city, months, wages and bases in fen."""

    person: np.ndarray
    employer: np.ndarray
    period: np.ndarray
    wage: np.ndarray
    pension_base: np.ndarray
    owed: np.ndarray
    injury_only: np.ndarray
    pension_only: np.ndarray

    @staticmethod
    def joined(parts: list[Dues]) -> Dues:
        """All parts in order of month, payer and person."""
        whole = Dues(
            *(np.concatenate(c) for c in zip(*(vars(p).values() for p in parts), strict=True))
        )
        payer = np.where(whole.employer == OWN_PAYER, 2**40 + whole.person, whole.employer)
        order = np.lexsort((whole.person, payer, whole.period))
        return Dues(*(column[order] for column in vars(whole).values()))


@dataclass(frozen=True)
class MonthLaw:
    """Bounds in fen and rates in millionths of one month, and the injury rate of each class (position = class)."""

    bounds: dict[str, tuple[int, int]]
    rates: dict[str, int]
    injury: np.ndarray


def month_law(*, rules: RuleSet, plan: Profile, month: int) -> MonthLaw:
    """The parameters of a month at the city. Shanghai has one base for all; elsewhere each insurance has bounds."""
    on = dt.date(month // 12, month % 12 + 1, 1)

    def value(name: str, key: int | None = None) -> Fraction:
        return Fraction(rules.parameters[name].row(place=plan.place, on=on, key=key).value)

    pension = (int(value("pension_base_floor")), int(value("pension_base_cap")))
    if plan.place.startswith("31"):
        bounds = dict.fromkeys(("medical", "unemployment", "injury"), pension)
    else:
        bounds = {
            "medical": (int(value("medical_base_floor")), int(value("medical_base_cap"))),
            "unemployment": (int(value("minimum_wage")), int(value("unemployment_base_cap"))),
            "injury": (int(value("injury_base_floor")), int(value("injury_base_cap"))),
        }
    names = [
        *(f"{share}_rate" for share in _SHARES),
        "flexible_pension_rate",
        "flexible_account_rate",
        "flexible_medical_rate",
    ]
    injury = [0, *(int(value("injury_class_rate", k) * SCALE) for k in range(1, 9))]
    return MonthLaw(bounds, {n: int(value(n) * SCALE) for n in names}, np.array(injury))


def _share(base: np.ndarray, rate: np.ndarray | int) -> np.ndarray:
    """A share to the fen, half a fen up."""
    return (base * rate + SCALE // 2) // SCALE


def _bases(dues: Dues, law: MonthLaw) -> dict[str, np.ndarray]:
    own = dues.employer == OWN_PAYER
    bases = {"pension": np.where(dues.injury_only, 0, dues.pension_base)}
    for name, (floor, cap) in law.bounds.items():
        clipped = np.clip(dues.wage, floor, cap)
        bases[name] = np.where(dues.injury_only & (name != "injury"), 0, clipped)
    bases["unemployment"] = np.where(own, 0, bases["unemployment"])
    bases["injury"] = np.where(own, 0, bases["injury"])
    bases["medical"] = np.where(dues.pension_only, 0, bases["medical"])
    return bases


def line_columns(*, dues: Dues, law: MonthLaw, employers: Employers) -> dict[str, np.ndarray]:
    """Bases, shares and account credit of person-months of one month, by column of `contributions_line`."""
    own, bases, rates = dues.employer == OWN_PAYER, _bases(dues, law), law.rates
    amounts = {
        name: np.where(own, 0, _share(bases[name.split("_")[0]], rates[f"{name}_rate"]))
        for name in _SHARES
    }
    credit = np.where(
        own, _share(bases["pension"], rates["flexible_account_rate"]), amounts["pension_personal"]
    )
    amounts["pension_personal"] = np.where(
        own, _share(bases["pension"], rates["flexible_pension_rate"]), amounts["pension_personal"]
    )
    amounts["medical_personal"] = np.where(
        own, _share(bases["medical"], rates["flexible_medical_rate"]), amounts["medical_personal"]
    )
    classes = employers.injury_class[np.maximum(dues.employer, 0)]
    amounts["injury_employer"] = _share(bases["injury"], law.injury[classes])
    columns = {f"{name}_base_fen": base for name, base in bases.items()}
    columns |= {f"{name}_fen": amount for name, amount in amounts.items()}
    columns["maternity_employer_fen"] = np.zeros(len(own), dtype=np.int64)
    columns["account_credit_fen"] = credit
    return columns


@dataclass(frozen=True)
class OpeningBills:
    """Bills and their lines, numbered, ready to be written in one posting."""

    bills: pa.Table
    lines: pa.Table


def opening_bills(
    *,
    dues: Dues,
    rules: RuleSet,
    plan: Profile,
    employers: Employers,
    batch_id: int,
    first_bill: int = 1,
) -> OpeningBills:
    """What each payer owed for each month, in the order of `Dues.joined`; months paid are credited bills."""
    parts = []
    for month in np.unique(dues.period).tolist():
        here = Dues(*(column[dues.period == month] for column in vars(dues).values()))
        parts.append(
            line_columns(
                dues=here, law=month_law(rules=rules, plan=plan, month=month), employers=employers
            )
        )
    amounts = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    payer = np.where(dues.employer == OWN_PAYER, 2**40 + dues.person, dues.employer)
    new = np.ones(len(payer), dtype=bool)
    new[1:] = (payer[1:] != payer[:-1]) | (dues.period[1:] != dues.period[:-1])
    bill = np.cumsum(new) - 1
    begins = np.flatnonzero(new)
    count = len(payer)
    own = dues.employer == OWN_PAYER
    lines = pa.table(
        {
            "batch_id": np.full(count, batch_id),
            "line_no": np.arange(1, count + 1, dtype=np.int32),
            "bill_id": bill + first_bill,
            "person_id": dues.person + 1,
            "employer_id": pa.array(dues.employer + 1, mask=own),
            "period": dues.period.astype(np.int32),
            "kind": pa.array(["regular"] * count, pa.string()),
            "declared_wage_fen": dues.wage,
            **amounts,
            "months": np.ones(count, dtype=np.int16),
        }
    )
    return OpeningBills(
        bills=_bill_table(
            dues=dues, amounts=amounts, begins=begins, batch_id=batch_id, first_bill=first_bill
        ),
        lines=lines,
    )


def _bill_table(
    *,
    dues: Dues,
    amounts: dict[str, np.ndarray],
    begins: np.ndarray,
    batch_id: int,
    first_bill: int,
) -> pa.Table:
    sums = {name: np.add.reduceat(amounts[f"{name}_fen"], begins) for name in _BILL_PARTS}
    heads = np.diff(np.append(begins, len(dues.person)))
    total = sum(sums.values())
    period, owed, own = dues.period[begins], dues.owed[begins], dues.employer[begins] == OWN_PAYER
    due = [_due_on(month) for month in period.tolist()]
    received = [
        None if o else _due_on(m) - dt.timedelta(days=3)
        for o, m in zip(owed, period.tolist(), strict=True)
    ]
    count = len(begins)
    return pa.table(
        {
            "id": np.arange(count, dtype=np.int64) + first_bill,
            "employer_id": pa.array(dues.employer[begins] + 1, mask=own),
            "person_id": pa.array(dues.person[begins] + 1, mask=~own),
            "period": period.astype(np.int32),
            "kind": pa.array(["regular"] * count, pa.string()),
            "batch_id": np.full(count, batch_id),
            "due_on": pa.array(due, pa.date32()),
            "heads": heads.astype(np.int32),
            **{f"{name}_fen": values for name, values in sums.items()},
            "injury_personal_fen": np.zeros(count, dtype=np.int64),
            "total_fen": total,
            "received_fen": np.where(owed, 0, total),
            "surcharge_fen": np.zeros(count, dtype=np.int64),
            "surcharge_received_fen": np.zeros(count, dtype=np.int64),
            "state": pa.array(["credited", "sent"]).take(pa.array(owed.astype(np.int8))),
            "sent_on": pa.array([day - dt.timedelta(days=10) for day in due], pa.date32()),
            "received_on": pa.array(received, pa.date32()),
            "credited_batch_id": pa.array(np.full(count, batch_id), mask=owed),
        }
    )


def _due_on(month: int) -> dt.date:
    """The last day on which a month's contributions were in time: the 25th."""
    return dt.date(month // 12, month % 12 + 1, 25)
