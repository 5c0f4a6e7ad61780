"""A man of Zhuhai with a career, and the law by which his pension is determined."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from django.db import connection, transaction

from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.foundation.bulk import StagedPartition
from renshe.laws import library

PLACE = "440402"
BORN = date(1965, 3, 12)
RETIRED = 2025 * 12 + 3  # April 2025: 60 years and one month, the first cohort that is delayed
KNOWN = date(2025, 5, 12)
AT = datetime(2025, 5, 12, 2, 0, tzinfo=UTC)
ALL_YEAR = 0b1111_1111_1111


def load_history(*, person_id: int, years: Sequence[tuple[int, int, int]], key: str) -> None:
    """History as the take-over loads it: years of `(year, mask of months, base in fen)`, 8 % to the account."""
    rows = {
        "person_id": [person_id] * len(years),
        "year": [year for year, _, _ in years],
        "paid_months": [mask for _, mask, _ in years],
        "base_fen": [_months(mask, base) for _, mask, base in years],
        "credit_fen": [_months(mask, base * 8 // 100) for _, mask, base in years],
        "deemed_months": [0] * len(years),
    }
    many = pa.list_(pa.int64())
    lists = ("base_fen", "credit_fen")
    table = pa.table({
        name: pa.array(column, type=many if name in lists else pa.int64())
        for name, column in rows.items()
    })  # fmt: skip
    batch_id = funds.open_batch(kind="take_over", accounting_month=RETIRED, run_key=key)
    with StagedPartition(parent="contributions_year", batch_id=batch_id) as stage:
        stage.create()
        stage.copy(table)
        stage.key()
        with transaction.atomic(), connection.cursor() as cursor:
            stage.attach(cursor)
            funds.post_batch(
                batch_id=batch_id, rows=len(years), totals={}, entries=[], posted_by="take-over",
                posted_at=AT,
            )  # fmt: skip


def _months(mask: int, fen: int) -> list[int]:
    return [fen if mask >> month & 1 else 0 for month in range(12)]


class Retiree:
    """The man, the law, and the acts of a bureau on his pension."""

    def __init__(self, person: registry.Person):
        self.person = person
        self.explain = library.explain

    def signed(self, *, known_on=KNOWN):
        at = datetime(known_on.year, known_on.month, known_on.day, 3, tzinfo=UTC)
        return pension.Signatures(
            determined_by="determiner", reviewed_by="reviewer", at=at, known_on=known_on
        )

    def recorded(self, *, known_on, reason="公安数据比对"):
        at = datetime(known_on.year, known_on.month, known_on.day, 3, tzinfo=UTC)
        return pension.Recorded(by="clerk", at=at, known_on=known_on, reason=reason)

    def recognise(self, fact, value, *, known_on=KNOWN):
        pension.Recognition.objects.create(
            person_id=self.person.pk, fact=fact, value=value, basis="粤人社认〔2025〕1号",
            recognised_by="department", known_on=known_on,
        )  # fmt: skip

    def grant(self, *, known_on=KNOWN):
        return pension.grant_award(
            person_id=self.person.pk, place=PLACE, retirement_month=RETIRED,
            signed=self.signed(known_on=known_on), explain=self.explain,
        )  # fmt: skip


@pytest.fixture
def retiree(fresh_database, make_person):
    """Born 1965-03-12, insured 2005 to April 2025 on 6,000 yuan a month, 80,000 yuan taken over at the end of 2015."""
    fresh_database.become("runner")
    before = dict(library._SETTINGS)
    library.configure(mode="demonstration")
    first_17 = "440402" + BORN.strftime("%Y%m%d") + "101"
    from renshe.kernel.codes import national_id

    person = make_person(
        id_number=first_17 + national_id.check_digit(first_17), name="陈建国", as_of=KNOWN
    )
    years = [(year, ALL_YEAR, 600_000) for year in range(2005, 2025)]
    load_history(person_id=person.pk, years=[*years, (2025, 0b1111, 600_000)], key="history")
    man = Retiree(person)
    man.recognise("local_addition", 0)
    man.recognise("account_balance", 16_000_000)
    yield man
    library.configure(overlays=before["overlays"], mode=before["mode"])
