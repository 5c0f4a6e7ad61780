"""What the administrative department has recognised of people near their pension: facts no career tells."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from renshe.edge.demo import population as who
from renshe.edge.demo.careers import Careers
from renshe.edge.demo.days import NEVER, dates
from renshe.edge.demo.population import Census
from renshe.edge.demo.profile import Profile

NEAR_MONTHS = 60
_SHANGHAI_MONTH_FEN, _GUANGDONG_MONTH_FEN = 6_000, 9_000
"""What a month before accounts is worth in the virtual (Shanghai) or deemed account (Guangdong): assumed."""


def recognition_table(
    *,
    plan: Profile,
    careers: Careers,
    census: Census,
    positions: np.ndarray,
    month: int,
    today: int,
) -> pa.Table:
    """The rows of `pension_recognition` for everybody who may claim within five years and has no pension yet."""
    part = census.part(positions)
    waiting = (part.role != who.UNINSURED) & (part.role != who.PENSIONER) & (part.died == NEVER)
    near = np.flatnonzero(waiting & (part.retires < month + NEAR_MONTHS))
    people = len(positions)
    early = np.bincount(
        careers.person,
        minlength=people,
        weights=_months(careers, careers.year < 1998)
        + _months(careers, careers.year == 1998, last=6)
        + careers.deemed,
    ).astype(np.int64)
    nineties = np.bincount(
        careers.person,
        weights=_months(careers, (careers.year >= 1993) & (careers.year < 1998)),
        minlength=people,
    ).astype(np.int64)
    half_1998 = np.bincount(
        careers.person,
        minlength=people,
        weights=np.where(careers.year == 1998, careers.base[:, :6].sum(axis=1), 0).astype(
            np.float64
        ),
    ).astype(np.int64)
    facts: list[tuple[str, np.ndarray, np.ndarray | str]] = [
        ("local_addition", near, np.zeros(len(near), np.int64))
    ]
    if plan.place.startswith("31"):
        some = near[nineties[near] > 0]
        facts.append(("virtual_account_balance", some, nineties[some] * _SHANGHAI_MONTH_FEN))
    else:
        some = near[early[near] > 0]
        facts.append(("deemed_workplace", some, '"珠海市"'))
        facts.append(("deemed_account_balance", some, early[some] * _GUANGDONG_MONTH_FEN))
        facts.append(("first_half_1998_base_sum", near, half_1998[near]))
    whole = pa.concat_tables([_rows(*fact, positions=positions, today=today) for fact in facts])
    # By person, so that the order of rows does not tell where one chunk ended.
    return whole.sort_by([("person_id", "ascending"), ("fact", "ascending")])


def _months(careers: Careers, where: np.ndarray, last: int = 12) -> np.ndarray:
    mask = (1 << last) - 1
    return np.where(where, np.bitwise_count((careers.paid & mask).astype(np.uint64)), 0).astype(
        np.float64
    )


def _rows(
    fact: str, people: np.ndarray, value: np.ndarray | str, *, positions: np.ndarray, today: int
) -> pa.Table:
    count = len(people)
    text = (
        pa.array([value] * count, pa.string())
        if isinstance(value, str)
        else pa.array(value).cast(pa.string())
    )
    return pa.table(
        {
            "person_id": positions[people].astype(np.int64) + 1,
            "fact": pa.array([fact] * count, pa.string()),
            "value": text,
            "basis": pa.array(["示范城市接管数据，无法律效力"] * count, pa.string()),
            "recognised_by": pa.array(["take_over"] * count, pa.string()),
            "known_on": dates(np.full(count, today - 1)),
        }
    )
