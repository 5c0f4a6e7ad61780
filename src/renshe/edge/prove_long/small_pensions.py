"""The pensions of the small city, with the troubles that a payment meets: no account, a deduction, months still owed."""

from __future__ import annotations

import pyarrow as pa

from renshe.edge.prove_long.small_people import (
    BUILT_AT,
    EVE,
    OCTOBER,
    PLACE,
    SmallCity,
    name_of,
    plain,
)

BANKS = ("102", "103", "105", "403")


def awards(city: SmallCity) -> pa.Table:
    """A final award for each pensioner, of odd amounts."""
    return plain(
        [
            {
                "id": n,
                "person_id": n,
                "kind": "old_age",
                "state": "final",
                "starts_month": 2024 * 12 + 8,
                "place": PLACE,
                "basic_fen": 200_000 + n,
                "account_fen": 100_000 + n % 777,
                "transitional_fen": n % 5 * 1_111,
                "other_fen": 6_000,
                "total_fen": 306_000 + n + n % 777 + n % 5 * 1_111,
                "decided_by": "take_over",
                "decided_at": BUILT_AT,
            }
            for n in city.pensioners()
        ],
        numbers=(
            "id",
            "person_id",
            "basic_fen",
            "account_fen",
            "transitional_fen",
            "other_fen",
            "total_fen",
        ),
    )


def accounts(city: SmallCity) -> pa.Table:
    """Every account ends in its fate at the bank; one pensioner in forty has none."""
    return plain(
        [
            {
                "id": n,
                "person_id": n,
                "bank_code": BANKS[n % 4],
                "account_number": f"6222{n:012d}",
                "account_name": name_of(n),
                "verified_on": EVE,
                "valid_from": EVE,
            }
            for place, n in enumerate(city.pensioners())
            if place % 40 != 7
        ],
        numbers=("id", "person_id"),
    )


def overpayments(city: SmallCity) -> pa.Table:
    """What one in twenty was paid too much."""
    return plain(
        [
            {
                "id": n,
                "person_id": n,
                "award_id": n,
                "cause": "agency_error",
                "from_month": OCTOBER - 5,
                "to_month": OCTOBER - 4,
                "principal_fen": 50_000,
                "known_on": EVE,
            }
            for n in city.pensioners()[5::20]
        ],
        numbers=("id", "person_id", "award_id", "principal_fen"),
    )


def holds(city: SmallCity) -> pa.Table:
    """The monthly deductions that bring it back."""
    return plain(
        [
            {
                "id": n,
                "person_id": n,
                "kind": "deduction",
                "from_month": OCTOBER - 1,
                "monthly_fen": 20_000,
                "overpayment_id": n,
                "reason": "agreed",
                "recorded_by": "take_over",
                "known_on": EVE,
            }
            for n in city.pensioners()[5::20]
        ],
        numbers=("id", "person_id", "monthly_fen", "overpayment_id"),
    )


def arrears(city: SmallCity) -> pa.Table:
    """Two past months still owed to one in fifteen."""
    return plain(
        [
            {
                "id": n,
                "person_id": n,
                "award_id": n,
                "period": OCTOBER - back,
                "cause": "adjustment",
                "basic_fen": 1_234 + back,
                "known_on": EVE,
            }
            | {"id": n * 3 + back}
            for n in city.pensioners()[2::15]
            for back in (1, 2)
        ],
        numbers=("id", "person_id", "award_id", "basic_fen"),
    )
