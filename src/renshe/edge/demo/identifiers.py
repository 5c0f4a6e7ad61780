"""Numbers with check digits, as whole columns: resident ids (GB 11643) and credit codes (GB 32100).

The generator counts these numbers itself and shares no code with the checks of the product, so that each tests
the other.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = np.array(list("10X98765432"))

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, k, 31) for k in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

WINDOW = 98
"""How many sequence codes of one sex lie in a window of two hundred, less those kept for centenarians (996-999)."""


def sequence_codes(rank: np.ndarray, turn: np.ndarray, is_man: np.ndarray) -> np.ndarray:
    """The three digits after the birth date: odd for men, different for each `rank` within a place, day and sex.

    Codes are taken from 800 upwards to 995 first, then from the two hundred below, because offices gave low codes
    out first: fewer of the numbers made here can be somebody's. `turn` starts each place and day elsewhere.
    """
    window, place = rank // WINDOW, rank % WINDOW
    base = 800 - 200 * window
    if base.size and base.min() < 0:
        raise ValueError(
            "too many people of one place, birth day and sex for three digits; raise the number of places"
        )
    return base + (place * 37 + turn) % WINDOW * 2 + is_man.astype(np.int64)


def resident_ids(prefix: np.ndarray, birth: np.ndarray, sequence: np.ndarray) -> pa.Array:
    """Eighteen-character ids from six digits of place, a birth day YYYYMMDD and a sequence code."""
    body = (prefix.astype(np.int64) * 100_000_000 + birth) * 1000 + sequence
    total = np.zeros(len(body), dtype=np.int64)
    rest = body.copy()
    for weight in reversed(_ID_WEIGHTS):
        rest, digit = np.divmod(rest, 10)
        total += digit * weight
    checks = pa.array(_ID_CHECKS).take(pa.array(total % 11))
    return pc.binary_join_element_wise(pa.array(body).cast(pa.string()), checks, "")


def credit_codes(kind: np.ndarray, place: np.ndarray, number: np.ndarray) -> list[str]:
    """Unified social credit codes: two characters of kind, six digits of place, nine of the organisation, a check.

    `number` must be below 31**8 / 2 and different for each unit.
    """
    codes = []
    for head, division, count in zip(kind.tolist(), place.tolist(), number.tolist(), strict=True):
        digits = []
        for _ in range(8):
            count, digit = divmod(count, 31)
            digits.append(_USCC_ALPHABET[digit])
        body = f"{head}{division}{_organisation_code(''.join(reversed(digits)))}"
        total = sum(_USCC_ALPHABET.index(c) * w for c, w in zip(body, _USCC_WEIGHTS, strict=True))
        codes.append(body + _USCC_ALPHABET[(31 - total % 31) % 31])
    return codes


def _organisation_code(body: str) -> str:
    """Eight characters and their check character (GB 11714), which counts letters from A = 10."""
    total = sum(int(c, 36) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return body + ("0" if rest == 11 else "X" if rest == 10 else str(rest))
