"""What a pension in payment needs beside its amount: an account, and what stops, ends or was overpaid of it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from renshe.edge.demo.days import NEVER, dates, days_of, first_days, months_of_days
from renshe.edge.demo.draws import Draws, cumulative
from renshe.edge.demo.figures import Figures
from renshe.edge.demo.frauds import Frauds
from renshe.edge.demo.mistakes import Mistakes
from renshe.edge.demo.pensioners import Pensions, award_table, months_after_death, payee_table
from renshe.edge.demo.population import Census
from renshe.edge.demo.profile import Profile
from renshe.edge.demo.truth import Truth

BANKS = ("102", "103", "104", "105", "403")
_BANK_WEIGHTS = cumulative([36, 22, 14, 18, 10])
ISSUER = "620000"
"""No bank's cards begin so: the six digits are not given out."""

_WRONG_LAST = "华林明芳英"
_FINAL, _SUSPENDED, _ENDED = range(3)


def pension_tables(
    *, plan: Profile, pensions: Pensions, census: Census, positions: np.ndarray, draws: Draws,
    frauds: Frauds, mistakes: Mistakes, names: pa.ChunkedArray, figures: Figures, as_of: dt.date,
    recorded_at: str,
) -> tuple[dict[str, pa.Table], list[Truth]]:
    """The rows of awards, payee accounts, holds and overpayments of a chunk, and the truths that name accounts."""
    index = positions[pensions.person].astype(np.int64)
    died = census.died[index].astype(np.int64)
    word = census.death_word[index].astype(np.int64)
    dead = word < days_of(as_of)
    custody, overdue = _stops(draws=draws, index=index, dead=dead | (died < NEVER))
    states = np.select([dead, custody | overdue], [_ENDED, _SUSPENDED], _FINAL)
    ends = np.where(dead, months_of_days(np.where(dead, died, 0)), 0)
    number = _account_numbers(draws=draws, index=index, frauds=frauds)
    wrong = np.isin(index, mistakes.wrong_bank_names)
    tables = {
        "pension_award": award_table(
            plan=plan, pensions=pensions, census=census, positions=positions, states=states, ends=ends,
            recorded_at=recorded_at,
        ),
        "pension_payee_account": payee_table(
            ids=index + 1, number=number, starts=pensions.starts,
            bank=pa.array(BANKS).take(pa.array(draws.choose("bank", index, _BANK_WEIGHTS))),
            names=_account_names(draws=draws, index=index, names=names.take(pa.array(pensions.person)), wrong=wrong),
        ),
        "pension_hold": _holds(
            draws=draws, index=index, starts=pensions.starts, custody=custody, overdue=overdue,
            month=figures.end_month,
        ),
        "pension_overpayment": _overpayments(
            draws=draws, index=index, pensions=pensions, died=died, word=word, dead=dead,
            month=figures.end_month,
        ),
    }
    truths = [
        Truth("broken_bank_account", "person", int(index[at]) + 1,
              {"account_number": number[int(at)].as_py(), "bank_answers": "E02"})
        for at in np.flatnonzero(wrong)
    ]
    return tables, truths


def _stops(*, draws: Draws, index: np.ndarray, dead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who serves a sentence that is known, and who has not proved for a year that he is alive."""
    drawn = draws.integers("stopped", index, 100_000)
    return ~dead & (drawn < 40), ~dead & (drawn >= 40) & (drawn < 900)


def stopped(*, draws: Draws, index: np.ndarray) -> np.ndarray:
    """Who would be stopped, if alive."""
    custody, overdue = _stops(draws=draws, index=index, dead=np.zeros(len(index), dtype=bool))
    return custody | overdue


def _account_numbers(*, draws: Draws, index: np.ndarray, frauds: Frauds) -> pa.Array:
    """Nineteen digits, different for everybody but those who share one."""
    owner = index + 1
    _, at, of = np.intersect1d(index, frauds.sharers, return_indices=True)
    owner[at] = 9_000_000_000 + frauds.shared_account[of]
    text = pc.utf8_lpad(pa.array(owner * 997 % 10_000_000_000).cast(pa.string()), 10, "0")
    middle = pc.utf8_lpad(pa.array(draws.integers("branch", owner, 1000)).cast(pa.string()), 3, "0")
    return pc.binary_join_element_wise(ISSUER, middle, text, "")


def _account_names(
    *, draws: Draws, index: np.ndarray, names: pa.ChunkedArray, wrong: np.ndarray
) -> pa.Array:
    """The pensioner's name, or, by mistake, one that ends otherwise."""
    plain = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    last = pa.array(list(_WRONG_LAST)).take(pa.array(draws.integers("wrong name", index, len(_WRONG_LAST))))
    other = pc.binary_join_element_wise(pc.utf8_slice_codeunits(plain, 0, 1), last, "")
    other = pc.if_else(pc.equal(other, plain), pc.binary_join_element_wise(other, "生", ""), other)
    return pc.if_else(pa.array(wrong), other, plain)


def _holds(
    *, draws: Draws, index: np.ndarray, starts: np.ndarray, custody: np.ndarray, overdue: np.ndarray, month: int
) -> pa.Table:
    """The rows of `pension_hold` that were in force on the city's day."""
    at = np.flatnonzero(custody | overdue)
    since = np.maximum(month - 1 - draws.integers("stopped since", index[at], 9), starts[at])
    locked = custody[at]
    reason = pa.array(["服刑，凭判决书停发", "超过一年未通过资格认证"]).take(pa.array((~locked).astype(np.int8)))
    return pa.table({
        "person_id": index[at] + 1,
        "kind": pa.array(["custody", "overdue_certification"]).take(pa.array((~locked).astype(np.int8))),
        "from_month": since.astype(np.int32), "joins_adjustments": pa.array(~locked), "reason": reason,
        "recorded_by": pa.array(["take_over"] * len(at), pa.string()),
        "known_on": dates(first_days(since)),
    })


def _overpayments(
    *, draws: Draws, index: np.ndarray, pensions: Pensions, died: np.ndarray, word: np.ndarray,
    dead: np.ndarray, month: int,
) -> pa.Table:
    """The rows of `pension_overpayment`: months paid after a death that was learned late and not yet paid back."""
    known = np.flatnonzero(dead)
    first, last = months_after_death(died=died[known], word=word[known], end_month=month)
    # What half of the families had paid back by the city's day was not handed over.
    late = (last >= first) & draws.chance("not paid back", index[known], 500)
    at, first, last = known[late], first[late], last[late]
    principal = pensions.total[at] * (last - first + 1)
    return pa.table({
        "person_id": index[at] + 1, "award_id": index[at] + 1,
        "cause": pa.array(["death_known_late"] * len(at), pa.string()),
        "from_month": first.astype(np.int32), "to_month": last.astype(np.int32),
        "principal_fen": principal, "recovered_fen": np.zeros(len(at), dtype=np.int64),
        "state": pa.array(["open"] * len(at), pa.string()),
        "known_on": dates(word[at]), "notified_on": dates(word[at]),
    })
