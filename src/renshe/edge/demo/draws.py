"""Random numbers by counting: a draw depends on the seed, its purpose and the person, on nothing else.

There is no generator whose state moves on. `Draws(seed).words("wage", people)` hashes each person's number with
the seed and the purpose, so any chunking, order or subset of people gives the same city. Everything is integer
arithmetic on 64 bits or a table made once, so that two machines agree to the last byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from math import exp
from statistics import NormalDist

import numpy as np

QUANTILES = 4096

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_SALT = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


class Draws:
    """The draws of one city. `stream` names what a draw is for; two streams are independent."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def _key(self, stream: str) -> np.uint64:
        digest = hashlib.blake2b(f"{self.seed}/{stream}".encode(), digest_size=8).digest()
        return np.uint64(int.from_bytes(digest, "big"))

    def words(self, stream: str, index: np.ndarray, salt: np.ndarray | int = 0) -> np.ndarray:
        """64 random bits for each index; `salt` tells apart several draws for the same one (a year, a slot)."""
        with np.errstate(over="ignore"):
            x = index.astype(np.uint64) * _GOLDEN
            x += np.asarray(salt).astype(np.uint64) * _SALT
            x += self._key(stream)
            x ^= x >> np.uint64(30)
            x *= _MIX_A
            x ^= x >> np.uint64(27)
            x *= _MIX_B
            x ^= x >> np.uint64(31)
        return x

    def integers(
        self, stream: str, index: np.ndarray, bound: np.ndarray | int, salt: np.ndarray | int = 0
    ) -> np.ndarray:
        """Whole numbers from 0 to `bound` - 1 (bound at most 2**32), as int64."""
        high = self.words(stream, index, salt) >> _HALF
        scaled = high * np.asarray(bound).astype(np.uint64)
        return (scaled >> _HALF).astype(np.int64)

    def chance(
        self, stream: str, index: np.ndarray, permille: np.ndarray | int, salt: np.ndarray | int = 0
    ) -> np.ndarray:
        """True with a probability given in thousandths."""
        return self.integers(stream, index, 1000, salt) < permille

    def choose(
        self, stream: str, index: np.ndarray, cumulative: np.ndarray, salt: np.ndarray | int = 0
    ) -> np.ndarray:
        """Positions drawn by weight; `cumulative` is the running sum of whole-number weights (below 2**32)."""
        drawn = self.integers(stream, index, int(cumulative[-1]), salt)
        return np.searchsorted(cumulative, drawn, side="right")

    def table(
        self, stream: str, index: np.ndarray, quantiles: np.ndarray, salt: np.ndarray | int = 0
    ) -> np.ndarray:
        """Values of a distribution given by its table of quantiles."""
        return quantiles[self.integers(stream, index, len(quantiles), salt)]


class DrawnFor:
    """The whole numbers of chosen people, drawn a column at a time: for a loop that asks for one person's after another."""

    def __init__(self, draws: Draws, people: Sequence[int], *, stream: str) -> None:
        self.draws, self.stream = draws, stream
        self._index = np.array(people, dtype=np.int64)
        self._at = {int(person): at for at, person in enumerate(people)}
        self._columns: dict[tuple[str, int], list[int]] = {}

    def __call__(self, purpose: str, person: int, bound: int) -> int:
        """A number below `bound` of one of them for a purpose, the same each time. Raises KeyError for anybody else."""
        column = self._columns.get((purpose, bound))
        if column is None:
            drawn = self.draws.integers(f"{self.stream} {purpose}", self._index, bound)
            column = self._columns[purpose, bound] = drawn.tolist()
        return column[self._at[person]]


def cumulative(weights: Sequence[int] | np.ndarray) -> np.ndarray:
    """The running sum of weights, as `Draws.choose` takes it."""
    return np.cumsum(np.asarray(weights, dtype=np.int64))


def falling(count: int) -> np.ndarray:
    """Running weights for a list in order of how common its entries are: 1/(rank + 4), as whole numbers."""
    return cumulative([60_000 // (rank + 4) for rank in range(count)])


@lru_cache(maxsize=16)
def lognormal_permille(sigma_percent: int) -> np.ndarray:
    """Quantiles of a lognormal factor with mean 1, in thousandths, cut at both ends by the table's width."""
    sigma = sigma_percent / 100
    normal = NormalDist()
    points = [normal.inv_cdf((k + 0.5) / QUANTILES) for k in range(QUANTILES)]
    return np.array(
        [round(1000 * exp(sigma * z - sigma * sigma / 2)) for z in points], dtype=np.int64
    )


@lru_cache(maxsize=16)
def waiting_months(mean_months: int) -> np.ndarray:
    """Quantiles of how long something lasts that ends with the same chance each month, in whole months."""
    # The quantile of a geometric law is a logarithm; a running product keeps it in plain arithmetic.
    survival, month, values = 1.0, 0, []
    step = 1 - 1 / mean_months
    for k in range(QUANTILES):
        left = 1 - (k + 0.5) / QUANTILES
        while survival > left:
            survival *= step
            month += 1
        values.append(max(1, month))
    return np.array(values, dtype=np.int64)
