"""An account that is used up closes at nothing, the pool bears the rest, and nobody's pension changes."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from renshe.runs.yearly_account_interest.run import _used_up

FEN = st.integers(0, 50_000_000)


def closed(opening: int, credit: int, interest: int, payout: int) -> dict[str, int]:
    """One account's year after the rule."""
    frame = pl.DataFrame(
        {
            "opening_fen": [opening],
            "credit_fen": [credit],
            "interest_fen": [interest],
            "payout_fen": [payout],
        }
    )
    return _used_up(frame).row(0, named=True)


def test_a_pensioner_whose_account_ran_out_in_august_is_paid_by_the_pool_for_the_rest() -> None:
    """¥8,000 at the start, ¥1,000 a month: eight months are the account's, four the pool's."""
    year = closed(800_000, 0, -21_000, 1_200_000)
    assert year["closing_fen"] == 0
    assert (year["payout_fen"], year["pooled_fen"]) == (800_000, 400_000)
    assert year["interest_fen"] == 0


def test_an_account_with_money_left_keeps_every_fen() -> None:
    """Nothing is taken from or given to an account that is not empty."""
    year = closed(10_000_000, 0, 123_456, 1_200_000)
    assert (year["closing_fen"], year["payout_fen"]) == (8_923_456, 1_200_000)
    assert (year["pooled_fen"], year["interest_fen"]) == (0, 123_456)


@given(FEN, FEN, st.integers(-1_000_000, 1_000_000), FEN)
def test_nothing_is_lost_between_account_and_pool(
    opening: int, credit: int, interest: int, payout: int
) -> None:
    """What was paid is the account's and the pool's together, and no account closes below nothing."""
    year = closed(opening, credit, interest, payout)
    assert year["payout_fen"] + year["pooled_fen"] == payout
    assert opening + credit + year["interest_fen"] - year["payout_fen"] == year["closing_fen"] >= 0
    assert year["pooled_fen"] == 0 or year["closing_fen"] == 0
