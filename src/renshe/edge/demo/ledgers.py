"""From careers to ledgers: history by year, individual accounts of the last closed year, months to be billed."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from renshe.edge.demo.arrears import Dues
from renshe.edge.demo.balances import YearlyCredits, interest
from renshe.edge.demo.careers import Careers
from renshe.edge.demo.days import NEVER
from renshe.edge.demo.draws import Draws
from renshe.edge.demo.employers import OWN_PAYER, Employers
from renshe.edge.demo.figures import Figures
from renshe.edge.demo.frauds import Frauds
from renshe.edge.demo.pensioners import Pensions, paid_out
from renshe.edge.demo.population import Census
from renshe.edge.demo.spells import Pieces, wages_of

_MONTHS = np.arange(12)


def year_table(*, careers: Careers, ids: np.ndarray, figures: Figures) -> pa.Table:
    """The rows of `contributions_year`, without the months that are handed over as bills.

    These are the last month before the city's day, and every month owed: an opening bill's line carries them.
    """
    year, month = divmod(figures.end_month - 1, 12)
    paid = np.where(careers.year == year, careers.paid & ~(1 << month), careers.paid)
    keep = np.flatnonzero((paid > 0) | (careers.deemed > 0))
    paid = paid[keep]
    there = (paid[:, None] >> _MONTHS & 1).astype(bool)
    offsets = pa.array(np.arange(0, 12 * (len(keep) + 1), 12, dtype=np.int32))

    def twelve(values: np.ndarray) -> pa.Array:
        return pa.ListArray.from_arrays(offsets, pa.array(np.where(there, values[keep], 0).ravel()))

    own = careers.employer[keep] == OWN_PAYER
    return pa.table(
        {
            "person_id": ids[keep],
            "employer_id": pa.array(careers.employer[keep] + 1, mask=own),
            "year": careers.year[keep].astype(np.int16),
            "paid_months": paid.astype(np.int32),
            "base_fen": twelve(careers.base),
            "credit_fen": twelve(careers.credit),
            "deemed_months": careers.deemed[keep].astype(np.int16),
        }
    )


def account_year_table(
    *,
    ids: np.ndarray,
    turn: np.ndarray,
    credits: YearlyCredits,
    openings: np.ndarray,
    pensions: Pensions,
    figures: Figures,
) -> pa.Table:
    """The rows of `funds_account_year` for the last closed year, of everybody with money in or out (no line number).

    `ids` are the owners in the order of `credits`, `turn` where each comes in the table. A pensioner's account earns
    and is drawn on as `paid_out` says; where the pension began within the year, its credits are part of it.
    """
    last = figures.years - 2
    rate = figures.crediting_rate[last]
    opening, credit = openings[:, last].copy(), credits.credit[:, last].copy()
    earned = interest(opening=opening, product=credits.product[:, last], rate=rate)
    payout = np.zeros_like(opening)
    left_at, later, drawn, _ = paid_out(pensions=pensions, figures=figures)
    began = pensions.starts // 12
    year = figures.end_month // 12 - 1
    here = np.flatnonzero(began <= year)
    at = pensions.person[here]
    before = began[here] < year
    # In the year of the claim the balance at the claim holds opening, credits and interest so far.
    earned[at] = np.where(
        before, later[here], left_at[here] - opening[at] - credit[at] + later[here]
    )
    opening[at] = np.where(before, left_at[here], opening[at])
    credit[at] = np.where(before, 0, credit[at])
    payout[at] = drawn[here]
    final = opening + credit + earned - payout
    order = np.argsort(turn, kind="stable")
    keep = order[(opening > 0)[order] | (credit > 0)[order]]
    return pa.table(
        {
            "person_id": ids[keep],
            "year": np.full(len(keep), year, dtype=np.int16),
            "opening_fen": opening[keep],
            "credit_fen": credit[keep],
            "interest_fen": earned[keep],
            "payout_fen": payout[keep],
            "closing_fen": final[keep],
        }
    )


def dues_of(
    *,
    careers: Careers,
    pieces: Pieces,
    positions: np.ndarray,
    census: Census,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> Dues:
    """The person-months that opening bills carry: everybody's last month, and all months owed."""
    year, last = divmod(figures.end_month - 1, 12)
    bits = np.where(careers.year == year, careers.owed | (careers.paid & (1 << last)), 0)
    row, month = np.nonzero(bits[:, None] >> _MONTHS & 1)
    owed = (careers.owed[row] >> month & 1).astype(bool)
    person, employer = positions[careers.person[row]].astype(np.int64), careers.employer[row]
    declared_in = figures.wage_year[figures.at(careers.year[row]), month]
    worker = {
        "census": census,
        "employers": employers,
        "figures": figures,
        "draws": draws,
        "frauds": frauds,
    }
    wage = _wages(person=person, employer=employer, year=declared_in, **worker)
    alone = (employer == OWN_PAYER) & draws.chance("pension only", person, 120)
    found = [
        Dues(
            person=person,
            employer=employer,
            period=year * 12 + month,
            wage=wage,
            pension_base=careers.base[row, month],
            owed=owed,
            injury_only=np.zeros(len(row), dtype=bool),
            pension_only=alone,
        )
    ]
    found.append(
        _working_pensioners(
            pieces=pieces, positions=positions, month=figures.end_month - 1, **worker
        )
    )
    return Dues.joined(found)


def _wages(
    *,
    person: np.ndarray,
    employer: np.ndarray,
    year: np.ndarray,
    census: Census,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> np.ndarray:
    return wages_of(
        index=person,
        birth=census.birth[person],
        employer=employer,
        year=year,
        employers=employers,
        figures=figures,
        draws=draws,
        frauds=frauds,
    )


def _working_pensioners(
    *,
    pieces: Pieces,
    positions: np.ndarray,
    month: int,
    census: Census,
    employers: Employers,
    figures: Figures,
    draws: Draws,
    frauds: Frauds,
) -> Dues:
    """The last month of those insured against work injury alone."""
    at = np.flatnonzero((pieces.kind == 2) & (pieces.start <= month) & (pieces.end == NEVER))
    person, employer = positions[pieces.person[at]].astype(np.int64), pieces.employer[at]
    year = np.full(len(at), figures.wage_year[figures.at(np.array(month // 12)), month % 12])
    wage = _wages(
        person=person,
        employer=employer,
        year=year,
        census=census,
        employers=employers,
        figures=figures,
        draws=draws,
        frauds=frauds,
    )
    none = np.zeros(len(at), dtype=bool)
    owed = employers.owes_from[employer] <= month
    return Dues(
        person=person,
        employer=employer,
        period=np.full(len(at), month),
        wage=wage,
        pension_base=np.zeros(len(at), dtype=np.int64),
        owed=owed,
        injury_only=~none,
        pension_only=none,
    )
