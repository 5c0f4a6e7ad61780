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
from renshe.edge.demo.payrolls import Payable
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
    *,
    plan: Profile,
    pensions: Pensions,
    census: Census,
    positions: np.ndarray,
    draws: Draws,
    frauds: Frauds,
    mistakes: Mistakes,
    names: pa.ChunkedArray,
    figures: Figures,
    as_of: dt.date,
    recorded_at: str,
) -> tuple[dict[str, pa.Table], Payable, list[Truth]]:
    """The rows of awards, payee accounts, holds and overpayments of a chunk, who was paid until when, and the truths
    that name accounts."""
    index = positions[pensions.person].astype(np.int64)
    died = census.died[index].astype(np.int64)
    word = census.death_word[index].astype(np.int64)
    dead = word < days_of(as_of)
    custody, overdue = _stops(draws=draws, index=index, dead=dead | (died < NEVER))
    states = np.select([dead, custody | overdue], [_ENDED, _SUSPENDED], _FINAL)
    ends = np.where(dead, months_of_days(np.where(dead, died, 0)), 0)
    owner = _account_owners(index=index, frauds=frauds)
    number = _account_numbers(draws=draws, owner=owner)
    since = _stopped_since(
        draws=draws,
        index=index,
        stopped=custody | overdue,
        starts=pensions.starts,
        month=figures.end_month,
    )
    wrong = np.isin(index, mistakes.wrong_bank_names)
    tables = {
        "pension_award": award_table(
            plan=plan,
            pensions=pensions,
            census=census,
            positions=positions,
            states=states,
            ends=ends,
            recorded_at=recorded_at,
        ),
        "pension_payee_account": payee_table(
            ids=index + 1,
            number=number,
            starts=pensions.starts,
            bank=pa.array(BANKS).take(pa.array(draws.choose("bank", owner, _BANK_WEIGHTS))),
            names=_account_names(
                draws=draws, index=index, names=names.take(pa.array(pensions.person)), wrong=wrong
            ),
        ),
        "pension_hold": _holds(index=index, since=since, locked=custody),
        "pension_overpayment": _overpayments(
            draws=draws,
            index=index,
            pensions=pensions,
            died=died,
            word=word,
            dead=dead,
            month=figures.end_month,
        ),
    }
    truths = [
        Truth(
            "broken_bank_account",
            "person",
            int(index[at]) + 1,
            {"account_number": number[int(at)].as_py(), "bank_answers": "E02"},
        )
        for at in np.flatnonzero(wrong)
    ]
    paid_until = _paid_until(died=died, word=word, dead=dead, since=since, month=figures.end_month)
    return tables, Payable.of(pensions=pensions, person=index, last=paid_until), truths


def _paid_until(
    *, died: np.ndarray, word: np.ndarray, dead: np.ndarray, since: np.ndarray, month: int
) -> np.ndarray:
    """The last month paid before the city's day: until word of a death came, or until the pension was stopped."""
    _, after = months_after_death(
        died=np.where(dead, died, 0), word=np.where(dead, word, 0), end_month=month
    )
    last = np.where(dead, np.maximum(after, months_of_days(np.where(dead, died, 0))), month - 1)
    return np.minimum(np.minimum(last, since - 1), month - 1)


def _stops(*, draws: Draws, index: np.ndarray, dead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who serves a sentence that is known, and who has not proved for a year that he is alive."""
    drawn = draws.integers("stopped", index, 100_000)
    return ~dead & (drawn < 40), ~dead & (drawn >= 40) & (drawn < 900)


def stopped(*, draws: Draws, index: np.ndarray) -> np.ndarray:
    """Who would be stopped, if alive."""
    custody, overdue = _stops(draws=draws, index=index, dead=np.zeros(len(index), dtype=bool))
    return custody | overdue


def _account_owners(*, index: np.ndarray, frauds: Frauds) -> np.ndarray:
    """A number for the account of each person, the same for those who share one."""
    owner = index + 1
    _, at, of = np.intersect1d(index, frauds.sharers, return_indices=True)
    owner[at] = 9_000_000_000 + frauds.shared_account[of]
    return owner


def _account_numbers(*, draws: Draws, owner: np.ndarray) -> pa.Array:
    """Nineteen digits, different for each account."""
    text = pc.utf8_lpad(pa.array(owner * 997 % 10_000_000_000).cast(pa.string()), 10, "0")
    middle = pc.utf8_lpad(pa.array(draws.integers("branch", owner, 1000)).cast(pa.string()), 3, "0")
    return pc.binary_join_element_wise(ISSUER, middle, text, "")


def _stopped_since(
    *, draws: Draws, index: np.ndarray, stopped: np.ndarray, starts: np.ndarray, month: int
) -> np.ndarray:
    """The first month each stopped pension was not paid; NEVER for the others."""
    since = np.maximum(month - draws.integers("stopped since", index, 9), starts)
    return np.where(stopped, since, NEVER)


def _account_names(
    *, draws: Draws, index: np.ndarray, names: pa.ChunkedArray, wrong: np.ndarray
) -> pa.Array:
    """The pensioner's name, or, by mistake, one that ends otherwise."""
    plain = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    last = pa.array(list(_WRONG_LAST)).take(
        pa.array(draws.integers("wrong name", index, len(_WRONG_LAST)))
    )
    other = pc.binary_join_element_wise(pc.utf8_slice_codeunits(plain, 0, 1), last, "")
    other = pc.if_else(pc.equal(other, plain), pc.binary_join_element_wise(other, "生", ""), other)
    return pc.if_else(pa.array(wrong), other, plain)


def _holds(*, index: np.ndarray, since: np.ndarray, locked: np.ndarray) -> pa.Table:
    """The rows of `pension_hold` in force on the city's day: `locked` people serve, the others are overdue."""
    at = np.flatnonzero(since < NEVER)
    free = (~locked[at]).astype(np.int8)
    return pa.table(
        {
            "person_id": index[at] + 1,
            "kind": pa.array(["custody", "overdue_certification"]).take(pa.array(free)),
            "from_month": since[at].astype(np.int32),
            "joins_adjustments": pa.array(free.astype(bool)),
            "reason": pa.array(["服刑，凭判决书停发", "超过一年未通过资格认证"]).take(
                pa.array(free)
            ),
            "recorded_by": pa.array(["take_over"] * len(at), pa.string()),
            "known_on": dates(first_days(since[at])),
        }
    )


def _overpayments(
    *,
    draws: Draws,
    index: np.ndarray,
    pensions: Pensions,
    died: np.ndarray,
    word: np.ndarray,
    dead: np.ndarray,
    month: int,
) -> pa.Table:
    """The rows of `pension_overpayment`: months paid after a death that was learned late and not yet paid back."""
    known = np.flatnonzero(dead)
    first, last = months_after_death(died=died[known], word=word[known], end_month=month)
    # What half of the families had paid back by the city's day was not handed over.
    late = (last >= first) & draws.chance("not paid back", index[known], 500)
    at, first, last = known[late], first[late], last[late]
    principal = pensions.total[at] * (last - first + 1)
    return pa.table(
        {
            "person_id": index[at] + 1,
            "award_id": index[at] + 1,
            "cause": pa.array(["death_known_late"] * len(at), pa.string()),
            "from_month": first.astype(np.int32),
            "to_month": last.astype(np.int32),
            "principal_fen": principal,
            "recovered_fen": np.zeros(len(at), dtype=np.int64),
            "state": pa.array(["open"] * len(at), pa.string()),
            "known_on": dates(word[at]),
            "notified_on": dates(word[at]),
        }
    )
