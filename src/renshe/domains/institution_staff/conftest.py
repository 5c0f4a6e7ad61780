"""A hospital with established staff, their years since the reform and what was recognised before it, for stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.institution_staff import api as staff
from renshe.domains.registry import api as registry
from renshe.laws import library

make_person = made_up.make_person
make_employer = made_up.make_employer
SEPTEMBER = 2025 * 12 + 8
NAMES = ("张医", "李护", "王药", "赵检", "钱放", "孙麻", "周外")
WAGE, OPENING = 800_000, 6_000_000
BEFORE = staff.Before(
    post="副主任医师", rank="薪级32级", deemed_months=300, deemed_index=13_600, basic_wage_fen=233_400,
    old_method_percent=9_000, living_subsidy_fen=235_000, added_pay_fen=46_000, hardship_fen=19_550,
    basis="干部人事档案：1989年7月参加工作，2014年9月工资审批表",
)  # fmt: skip


@dataclass
class Hospital:
    """A public hospital of Zhuhai; people are entered with ten closed years and 60,000 yuan in the account at the end of 2024."""

    body: registry.Employer
    make: Callable[..., registry.Person]

    def hand(self, by: str = "clerk", reference: str = "") -> staff.ByHand:
        """Somebody, on the stories' day."""
        return staff.ByHand(by=by, at=made_up.NOW, today=made_up.TODAY, reference=reference)

    def enter(
        self, *, born: str, sequence: int, last_year: int = 2024, **changed: Any
    ) -> registry.Person:
        """One person of the staff since October 2014, taken over with everything up to a year."""
        person = self.make(
            id_number=made_up.id_number(birth=born, sequence=sequence),
            name=NAMES[sequence % len(NAMES)],
            **changed,
        )
        staff.join(
            person_id=person.pk,
            employer_id=self.body.pk,
            from_month=staff.REFORM,
            hand=self.hand(),
            post=staff.Post(
                kind="institution", post="主任医师", rank="薪级40级", hired_on=dt.date(1989, 7, 1)
            ),
        )
        at = {"recorded_by": "take_over", "recorded_at": made_up.NOW}
        staff.PastYear.objects.bulk_create(
            staff.PastYear(
                person_id=person.pk,
                year=year,
                months=3 if year == 2014 else 12,
                base_sum_fen=WAGE * (3 if year == 2014 else 12),
                source="take_over",
                **at,
            )
            for year in range(2014, last_year + 1)
        )
        staff.AccountEntry.objects.create(
            person_id=person.pk,
            year=last_year,
            month=last_year * 12 + 11,
            kind="opening",
            amount_fen=OPENING,
            cause="take_over:institution_pension",
            **at,
        )
        return person

    def recognised(self, person: registry.Person, before: staff.Before = BEFORE) -> None:
        """Two people recognise the service before the reform."""
        staff.recognise(
            person_id=person.pk, before=before, reviewed_by="wang", hand=self.hand("li")
        )


@pytest.fixture
def hospital(
    db: None,
    make_person: Callable[..., registry.Person],
    make_employer: Callable[..., registry.Employer],
) -> Hospital:
    """The law of the demonstration, and a hospital with nobody in it."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    return Hospital(make_employer(7, kind="institution", name="珠海市第七医院"), make_person)
