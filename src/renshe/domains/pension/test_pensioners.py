"""People with pensions for tests and trials: made by the hundred, belonging to nobody."""

from datetime import UTC, date, datetime

import pyarrow as pa

from renshe.domains.pension.models import Award, PayeeAccount
from renshe.domains.registry.api import Person
from renshe.foundation.bulk import copy_rows
from renshe.kernel.codes import national_id

DECIDED_AT = datetime(2024, 6, 3, 9, 0, tzinfo=UTC)
OCTOBER_2025 = 2025 * 12 + 9


def pensioner_number(n: int) -> str:
    """The id number of person n: born in May 1964, a man, with its check digit."""
    first_17 = f"31011219640{501 + n % 28}{(2 * n + 1) % 1000:03d}"
    return first_17 + national_id.check_digit(first_17)


def add_pensioners(
    *,
    count: int,
    first: int = 1,
    place: str = "310112001",
    starts_month: int = 2024 * 12 + 5,
    name: str = "王小明",
) -> list[int]:
    """People aged about 61 with a final award and an account each; person n has 3,000 yuan and n
    fen. Returns person ids."""
    people = Person.objects.bulk_create(
        Person(
            id_kind="resident_id",
            id_number=pensioner_number(n),
            name=name,
            sex="M",
            birth_on=date(1964, 5, 1 + n % 28),
            ethnic_code="01",
            household_place=place,
            residence_place=place,
            retirement_category="M60",
            created_at=DECIDED_AT,
        )
        for n in range(first, first + count)
    )
    Award.objects.bulk_create(
        Award(
            person=person,
            kind="old_age",
            state="final",
            starts_month=starts_month,
            place=place,
            basic_fen=200_000 + first + n,
            account_fen=100_000,
            transitional_fen=0,
            other_fen=0,
            total_fen=300_000 + first + n,
            decided_by="determiner",
            decided_at=DECIDED_AT,
        )
        for n, person in enumerate(people)
    )
    PayeeAccount.objects.bulk_create(
        PayeeAccount(
            person=person,
            bank_code=("102", "103", "105", "403")[n % 4],
            account_number=f"6222{first + n:015d}",
            account_name=person.name,
            verified_on=date(2024, 6, 1),
            valid_from=date(2024, 6, 1),
        )
        for n, person in enumerate(people)
    )
    return [person.pk for person in people]


def add_many_pensioners(*, count: int, place: str = "310112001") -> None:
    """The same kind of people by bulk copy, for measuring."""
    numbers = range(1, count + 1)
    same = {
        "id_kind": "resident_id", "name": "王小明", "sex": "M", "birth_on": date(1964, 5, 1), "ethnic_code": "01",
        "household_place": place, "residence_place": place, "address": "", "phone": "",
        "retirement_category": "M60", "created_at": DECIDED_AT,
    }  # fmt: skip
    people = {name: [value] * count for name, value in same.items()}
    people |= {"id": list(numbers), "id_number": [f"310112{n:012d}" for n in numbers]}
    copy_rows(table="registry_person", data=pa.table(people))
    awards = {
        "id": list(numbers), "person_id": list(numbers), "kind": ["old_age"] * count, "state": ["final"] * count,
        "starts_month": [2024 * 12] * count, "place": [place] * count,
        "basic_fen": [200_000 + n for n in numbers], "account_fen": [100_000] * count,
        "total_fen": [300_000 + n for n in numbers], "decided_by": ["determiner"] * count,
        "decided_at": [DECIDED_AT] * count,
    }  # fmt: skip
    copy_rows(table="pension_award", data=pa.table(awards))
    accounts = {
        "person_id": list(numbers), "bank_code": ["102"] * count,
        "account_number": [f"6222{n:015d}" for n in numbers], "account_name": ["王小明"] * count,
        "verified_on": [date(2024, 6, 1)] * count, "valid_from": [date(2024, 6, 1)] * count,
    }  # fmt: skip
    copy_rows(table="pension_payee_account", data=pa.table(accounts))


def test_the_people_of_the_stories_have_an_award_and_an_account_each(fresh_database):
    people = add_pensioners(count=3)
    awards = Award.objects.filter(person_id__in=people).values_list("total_fen", flat=True)
    assert sorted(awards) == [300_001, 300_002, 300_003]
    assert PayeeAccount.objects.filter(person_id__in=people, valid_to=None).count() == 3
