"""A register comes in chunk by chunk, survives a kill, and lists every bad row."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from renshe.domains.contributions.models import (
    DeclaredWage,
    RegisterImport,
    RegisterImportError,
)
from renshe.domains.contributions.test_small_city import (
    DISTRICT,
    NOON,
    OCTOBER,
    PLACE,
    City,
    id_number,
    small_city,
)
from renshe.domains.registry.models import Person
from renshe.foundation import crash_points
from renshe.kernel.codes.problem import Refused
from renshe.kernel.rules import Refusal
from renshe.services.contributions.import_register.declaration import all_columns
from renshe.services.contributions.import_register.importing import (
    Taken,
    columns,
    errors_workbook,
    import_register,
    progress_of,
)

HEADER = [one.zh for one in columns()]
WIDE_HEADER = [one.zh for one in all_columns()]
PASSPORT, OLD_CARD, NEW_CARD = "DEU000000C01X0001H", "KAZ110090123105", "911124198108030024"


def line(city: City, number: int, **other: str) -> list[str]:
    """One row of a register: somebody of the first employer who is not known yet."""
    row = {
        "uscc": city.employers[0].uscc,
        "id_number": id_number(number, born="19900101"),
        "name": "新人",
        "ethnic": "汉族",
        "retirement": "M60" if number % 2 else "F50",
        "place": DISTRICT,
        "wage": "6500.50",
    }
    return list({**row, **other}.values())


def register(*lines: list[str], header: list[str] = HEADER) -> bytes:
    sink = io.StringIO()
    csv.writer(sink).writerows([header, *lines])
    return sink.getvalue().encode("utf-8-sig")


def take(content: bytes, *, key: str = "takeover", **more: Any) -> Taken:
    return import_register(
        content=content,
        resume_key=key,
        place=PLACE,
        period=OCTOBER,
        as_of=dt.date(2025, 10, 9),
        at=NOON,
        **more,
    )


@pytest.fixture
def city(db: Any) -> City:
    """The small city, in a transaction."""
    return small_city()


def test_new_people_are_entered_known_ones_kept_and_everybody_has_a_wage(city: City) -> None:
    known = city.people[0]
    done = take(
        register(
            line(city, 1),
            line(city, 2),
            line(city, 3, id_number=known.id_number, name=known.name),
        )
    )
    assert done == Taken(rows_good=3, rows_bad=0, resumed_from=0, done=True)
    entered = Person.objects.filter(name="新人").order_by("id")
    assert [(one.sex, one.retirement_category, one.birth_on) for one in entered] == [
        ("M", "M60", dt.date(1990, 1, 1)),
        ("F", "F50", dt.date(1990, 1, 1)),
    ]
    assert entered[0].household_place == "310112"
    assert set(DeclaredWage.objects.values_list("person_id", "wage_fen")) == {
        (known.pk, 650_050),
        *((one.pk, 650_050) for one in entered),
    }


def test_bad_rows_are_listed_by_cell_and_the_others_come_in(city: City) -> None:
    known = city.people[0]
    steps: list[tuple[int, int]] = []
    done = take(
        register(
            line(city, 1),
            line(city, 3, uscc="91310112MA999999XX"),
            line(city, 5, ethnic="火星"),
            line(city, 7, retirement="F50"),
            line(city, 9, place="31"),
            line(city, 11, wage="八千"),
            line(city, 13, id_number=known.id_number, name="别人"),
            line(city, 15),
            line(city, 15),
            line(city, 17, id_number="3.10112E+17"),
        ),
        chunk_rows=4,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert (done.rows_good, done.rows_bad) == (1, 9)
    assert steps == [(4, 10), (8, 10), (10, 10)]
    told = {
        row.row_number: [(one["column"], one["code"]) for one in row.errors]
        for row in RegisterImportError.objects.all()
    }
    assert told == {
        3: [("A", "uscc_unknown")],
        4: [("D", "unknown_code")],
        5: [("E", "retirement_unreadable")],
        6: [("F", "place_unreadable")],
        7: [("G", "wage_unreadable")],
        8: [("C", "name_differs")],
        9: [("B", "id_twice")],
        10: [("B", "id_twice")],
        11: [("B", "id_stored_as_number")],
    }
    listed = openpyxl.load_workbook(io.BytesIO(errors_workbook(resume_key="takeover"))).active
    assert [cell.value for cell in listed[2]][:2] == [3, "A"]
    assert listed.max_row == 1 + 9


def foreigner(city: City, **other: str) -> list[str]:
    """One row of a register with the columns that only foreigners need: a woman with a passport."""
    beside = {"sex": "女", "birth_on": "1990-12-31"}
    row = {"id_number": PASSPORT, "name": "ERIKA MUSTERMANN", "ethnic": "", "retirement": "F55"}
    return line(city, 0, **{**row, **beside, **other})


def test_foreigners_come_in_by_passport_and_by_both_kinds_of_residence_card(city: City) -> None:
    content = register(
        foreigner(city),
        foreigner(city, id_number=OLD_CARD, birth_on="1990/12/31", name="阿丽娅", ethnic="其他"),
        foreigner(city, id_number=NEW_CARD, sex="", birth_on="", name="李梅"),
        line(city, 1),
        header=WIDE_HEADER,
    )
    assert take(content).rows_bad == 0
    entered = Person.objects.filter(id_number__in=[PASSPORT, OLD_CARD, NEW_CARD]).order_by("pk")
    assert [(one.id_kind, one.sex, one.birth_on, one.ethnic_code) for one in entered] == [
        ("passport", "F", dt.date(1990, 12, 31), "97"),
        ("foreign_permit", "F", dt.date(1990, 12, 31), "97"),
        ("foreign_permit", "F", dt.date(1981, 8, 3), "97"),
    ]
    assert {one.household_place for one in entered} == {DISTRICT}
    again = register(foreigner(city, sex="", birth_on="", wage="7000"), header=WIDE_HEADER)
    assert take(again, key="next year").rows_good == 1
    assert Person.objects.filter(id_number=PASSPORT).count() == 1


def test_a_foreigner_s_bad_cells_are_told_like_any_other(city: City) -> None:
    content = register(
        foreigner(city, sex="", birth_on=""),
        foreigner(city, id_number="AUT000000C01X0001H", sex="女士"),
        foreigner(city, id_number="CHE000000C01X0001H", birth_on="2030-01-01"),
        foreigner(city, id_number=OLD_CARD, birth_on="1990-12-30"),
        foreigner(city, id_number="C01X0001H"),
        foreigner(city, id_number=OLD_CARD[:14] + "6"),
        foreigner(city, id_number="DNK000000C01X0001H", retirement="M60"),
        foreigner(city, id_number="FRA000000C01X0001H", name="ERIKA1"),
        header=WIDE_HEADER,
    )
    assert take(content).rows_good == 0
    told = {
        row.row_number: [(one["column"], one["code"]) for one in row.errors]
        for row in RegisterImportError.objects.all()
    }
    assert told == {
        2: [("H", "sex_missing"), ("I", "birth_missing")],
        3: [("H", "sex_missing")],
        4: [("I", "birth_missing")],
        5: [("I", "birth_disagrees")],
        6: [("B", "foreign_id_shape")],
        7: [("B", "id_check_digit")],
        8: [("E", "retirement_unreadable")],
        9: [("C", "name_shape")],
    }


def test_an_import_that_is_done_is_not_done_again_and_its_key_takes_no_other_file(
    city: City,
) -> None:
    content = register(line(city, 1))
    take(content)
    assert take(content) == Taken(rows_good=1, rows_bad=0, resumed_from=1, done=True)
    assert DeclaredWage.objects.count() == 1
    with pytest.raises(Refusal) as refusal:
        take(register(line(city, 3)))
    assert refusal.value.code == "other_file"


def test_a_file_without_the_register_s_columns_changes_nothing(city: City) -> None:
    with pytest.raises(Refused) as refusal:
        take(b"a,b\n1,2\n")
    assert refusal.value.code == "header_missing"
    assert Person.objects.count() == len(city.people)


PROGRAM = """
import datetime as dt, sys
from django.conf import settings
name, host, port, path = sys.argv[1:]
settings.DATABASES["default"].update(NAME=name, HOST=host, PORT=port)
import django; django.setup()
from renshe.services.contributions.import_register.importing import import_register
import_register(
    content=open(path, "rb").read(), resume_key="takeover", place="310000", period=24309,
    as_of=dt.date(2025, 10, 9), at=dt.datetime(2025, 10, 9, tzinfo=dt.timezone.utc), chunk_rows=10,
)
"""


def killed_import(content: bytes, folder: Path, *, at: str) -> None:
    """Run the import in a process of its own that is killed at a named point."""
    file = folder / "register.csv"
    file.write_bytes(content)
    address = settings.DATABASES["default"]
    source = Path(__file__).resolve().parents[4]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            address["NAME"],
            str(address["HOST"]),
            str(address["PORT"]),
            str(file),
        ],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "renshe.edge.settings",
            "PYTHONPATH": str(source),
            "RENSHE_ROLE": "app",
            crash_points.AT: at,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]


@pytest.mark.parametrize(
    ("at", "committed"),
    [
        ("register.chunk_written", 0),
        ("register.chunk_written:3", 20),
        ("register.chunk_committed:2", 20),
        ("register.chunk_committed:5", 45),
    ],
)
def test_an_import_that_is_killed_goes_on_where_it_was_and_loses_and_doubles_nothing(
    fresh_database: Any, tmp_path: Path, at: str, committed: int
) -> None:
    city = small_city()
    content = register(
        *(line(city, number, wage="x" if number % 9 == 0 else "7000") for number in range(45))
    )
    killed_import(content, tmp_path, at=at)
    halfway = progress_of(resume_key="takeover")
    assert halfway is not None
    kept = halfway.rows_good + halfway.rows_bad
    assert (halfway.next_row, kept, halfway.done) == (committed, committed, False)
    assert DeclaredWage.objects.count() == halfway.rows_good
    assert Person.objects.filter(name="新人").count() == halfway.rows_good
    assert RegisterImportError.objects.count() == halfway.rows_bad
    done = take(content, chunk_rows=10)
    assert done == Taken(rows_good=40, rows_bad=5, resumed_from=committed, done=True)
    assert DeclaredWage.objects.count() == 40
    assert Person.objects.filter(name="新人").count() == 40
    assert RegisterImportError.objects.count() == 5
    assert RegisterImport.objects.get().state == "done"
