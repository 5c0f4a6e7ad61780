"""The demonstration city is a city: its people could live, its careers could have been, its truths are counted."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import time
from collections import Counter
from functools import lru_cache

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from renshe.edge.demo import population as who
from renshe.edge.demo.arrears import Dues, opening_bills
from renshe.edge.demo.city import AS_OF, Chunk, City
from renshe.edge.demo.days import NEVER
from renshe.edge.demo.truth import counts
from renshe.kernel.codes.credit_code import read_credit_code
from renshe.kernel.codes.names import read_person_name
from renshe.kernel.codes.national_id import NationalId, read_national_id
from renshe.kernel.codes.problem import Problem
from renshe.kernel.rules import explain_with

PEOPLE = 3_000
MONTH = AS_OF.year * 12 + AS_OF.month - 1


@lru_cache(maxsize=2)
def city(place: str = "440400") -> City:
    return City.found(place=place, people=PEOPLE)


@lru_cache(maxsize=2)
def chunks(place: str = "440400") -> tuple[Chunk, ...]:
    return tuple(city(place).chunks(1000))


def rows(table: str, place: str = "440400") -> pl.DataFrame:
    frame = pl.from_arrow(pa.concat_tables([chunk.tables[table] for chunk in chunks(place)]))
    assert isinstance(frame, pl.DataFrame)
    return frame


def spells(place: str = "440400") -> pl.DataFrame:
    """Spells with their months as ordinals, the open end as a far one."""
    ends = pl.col("span").str.strip_chars("[)").str.split(",")
    frame = rows("enrolment_spell", place).with_columns(
        start=ends.list.get(0).str.to_date(),
        end=pl.when(ends.list.get(1) == "")
        .then(pl.lit("9999-01-01"))
        .otherwise(ends.list.get(1))
        .str.to_date(),
    )
    return frame.with_columns(
        start=pl.col("start").dt.year() * 12 + pl.col("start").dt.month() - 1,
        end=pl.col("end").dt.year() * 12 + pl.col("end").dt.month() - 1,
    )


def fingerprint(built: City, size: int) -> str:
    """One hash over the bytes of every row of the city, whatever the chunks."""
    parts: dict[str, list[pa.Table]] = {"registry_employer": [built.employer_rows()]}
    parts["duplicates"] = [built.duplicate_rows()]
    dues = []
    for chunk in built.chunks(size):
        dues.append(chunk.dues)
        for name, table in chunk.tables.items():
            parts.setdefault(name, []).append(table)
    made = opening_bills(
        dues=Dues.joined(dues),
        rules=built.rules,
        plan=built.plan,
        employers=built.employers,
        batch_id=1,
    )
    parts |= {"bills": [made.bills], "lines": [made.lines]}
    digest = hashlib.sha256()
    for name in sorted(parts):
        whole = pl.from_arrow(pa.concat_tables(parts[name]))
        assert isinstance(whole, pl.DataFrame)
        sink = io.BytesIO()
        whole.write_ndjson(sink)
        digest.update(name.encode() + sink.getvalue())
    truths = sorted(
        repr(t) for t in built.frauds.truths + built.mistakes.truths + built.later_truths()
    )
    digest.update("\n".join(truths).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("place", ["440400", "310112"])
def test_every_id_number_is_right_and_belongs_to_one_record_alone(place: str) -> None:
    duplicates = pl.from_arrow(city(place).duplicate_rows())
    assert isinstance(duplicates, pl.DataFrame)
    columns = ["id", "id_kind", "id_number", "sex", "birth_on"]
    people = pl.concat([rows("registry_person", place).select(columns), duplicates.select(columns)])
    for number, kind, sex, born in people.select(
        "id_number", "id_kind", "sex", "birth_on"
    ).iter_rows():
        read = read_national_id(number, as_of=AS_OF)
        assert isinstance(read, NationalId), (number, read)
        assert (read.kind, read.sex, read.birth_on) == (kind, sex, born)
    assert people["id_number"].n_unique() == people.height
    assert people["id"].sort().to_list() == list(range(1, people.height + 1))
    assert {"resident_id", "hmt_permit"} <= set(people["id_kind"])


def test_ids_count_down_from_the_end_where_offices_gave_few_out() -> None:
    resident = rows("registry_person").filter(pl.col("id_kind") == "resident_id")
    codes = resident["id_number"].str.slice(14, 3).cast(pl.Int32)
    assert codes.min() >= 800
    assert codes.max() <= 995


def test_every_credit_code_and_company_name_is_right_and_single() -> None:
    employers = city().employer_rows()
    for code in employers["uscc"].to_pylist():
        assert not isinstance(read_credit_code(code), Problem), code
    assert (
        len(set(employers["uscc"].to_pylist()))
        == len(set(employers["name"].to_pylist()))
        == employers.num_rows
    )


def test_every_name_can_be_written_and_some_are_rare() -> None:
    names = rows("registry_person")["name"].to_list()
    for name in names:
        assert read_person_name(name) == name
    wide = pa.concat_tables(
        [c.tables["registry_person"] for c in City.found(place="440400", people=9_000).chunks()]
    )
    letters = Counter(letter for name in wide["name"].to_pylist() for letter in name)
    assert any(ord(letter) > 0xFFFF for letter in letters)
    assert any(0x3400 <= ord(letter) < 0x4E00 for letter in letters)
    assert letters["·"] > 0


def test_telephones_cannot_be_dialled_and_cards_have_no_issuer() -> None:
    assert rows("registry_person")["phone"].str.contains(r"^111\d{8}$").all()
    assert rows("pension_payee_account")["account_number"].str.contains(r"^620000\d{13}$").all()


@pytest.mark.parametrize("place", ["440400", "310112"])
def test_ages_fit_what_people_are(place: str) -> None:
    census = city(place).census
    born = (
        np.array(census.birth, dtype="datetime64[D]").astype("datetime64[M]").astype(int)
        + 1970 * 12
    )
    age = (MONTH - born) // 12
    assert age.min() >= 0
    assert age.max() <= 105
    working = np.isin(census.role, [who.EMPLOYEE, who.FLEXIBLE])
    assert age[working].min() >= 16
    assert (census.retires[working] >= MONTH).all()
    drawing = census.role == who.PENSIONER
    assert age[drawing].min() >= 50
    assert (census.retires[drawing] < MONTH - 1).all()


def test_everybody_dies_after_birth_and_pensioners_after_retiring() -> None:
    census = City.found(place="310112", people=300_000).census
    dead = census.died < NEVER
    assert dead.sum() > 1_500
    assert (census.died[dead] >= census.birth[dead]).all()
    drawing = dead & (census.role == who.PENSIONER)
    died = (
        np.array(census.died[drawing], dtype="datetime64[D]").astype("datetime64[M]").astype(int)
        + 1970 * 12
    )
    assert (died > census.retires[drawing]).all()


def test_retirement_is_the_laws() -> None:
    built = city()
    for born, category, position in (
        (1964, "M60", 0),
        (1966, "M60", 0),
        (1972, "F55", 1),
        (1979, "F50", 2),
    ):
        for month in (born * 12, born * 12 + 7):
            asked = {"birth_month": month, "retirement_category": category}
            legal = int(
                explain_with(
                    built.rules,
                    "legal_retirement_month",
                    asked,
                    place="440400",
                    on=AS_OF,
                    mode="demonstration",
                ).value
            )
            made = who.legal_retirement_month(np.array([month]), np.array([position]))[0]
            assert legal == made


@pytest.mark.parametrize("place", ["440400", "310112"])
def test_nobody_is_insured_twice_at_a_time(place: str) -> None:
    ordered = spells(place).sort("person_id", "insurance", "start")
    before = pl.col("end").shift(1).over("person_id", "insurance")
    assert ordered.select(over=pl.col("start") < before)["over"].sum() == 0
    assert (ordered["end"] > ordered["start"]).all()


def test_people_are_insured_while_their_employer_exists() -> None:
    employers = city().employers
    own = spells().filter(pl.col("employer_id").is_not_null())
    at = own["employer_id"].to_numpy() - 1
    assert (own["start"].to_numpy() >= employers.opened[at]).all()
    assert (np.minimum(own["end"].to_numpy(), MONTH) <= employers.closed[at]).all()


@pytest.mark.parametrize("place", ["440400", "310112"])
def test_no_month_of_a_career_is_paid_twice(place: str) -> None:
    years = rows("contributions_year", place)
    bits = [((pl.col("paid_months") // (1 << n)) % 2).alias(f"m{n}") for n in range(12)]
    monthly = years.select("person_id", "year", *bits).group_by("person_id", "year").sum()
    assert max(monthly[f"m{n}"].max() for n in range(12)) == 1
    deemed = years.group_by("person_id", "year").agg(pl.col("deemed_months").sum())
    assert deemed["deemed_months"].max() <= 12
    lines = [(c.dues.person, c.dues.period) for c in chunks(place)]
    pairs = [
        pair
        for people, periods in lines
        for pair in zip(people.tolist(), periods.tolist(), strict=True)
    ]
    assert len(pairs) == len(set(pairs))


def test_months_are_either_history_or_a_bill_never_both() -> None:
    year = rows("contributions_year").filter(pl.col("year") == AS_OF.year)
    paid = {
        (person - 1, AS_OF.year * 12 + n)
        for person, mask in year.select("person_id", "paid_months").iter_rows()
        for n in range(12)
        if mask >> n & 1
    }
    billed = {
        pair
        for c in chunks()
        for pair in zip(c.dues.person.tolist(), c.dues.period.tolist(), strict=True)
    }
    assert not paid & billed
    assert {period for _, period in billed} <= set(range(AS_OF.year * 12, MONTH))
    assert max(period for _, period in paid) == MONTH - 2


def test_nobody_works_before_sixteen_nor_after_leaving() -> None:
    years = rows("contributions_year")
    born = dict(rows("registry_person").select("id", pl.col("birth_on").dt.year()).iter_rows())
    kept = years.filter(pl.col("person_id") <= PEOPLE)
    assert all(
        year - born[person] >= 15 for person, year in kept.select("person_id", "year").iter_rows()
    )
    assert years["year"].max() == AS_OF.year
    assert years.filter(pl.col("paid_months") > 0)["year"].min() == 1994


def test_bases_lie_between_floor_and_cap_and_credits_follow_them() -> None:
    figures = city().figures
    years = rows("contributions_year").filter(pl.col("paid_months") > 0)
    base = np.array(years["base_fen"].to_list())
    credit = np.array(years["credit_fen"].to_list())
    mask = (years["paid_months"].to_numpy()[:, None] >> np.arange(12) & 1).astype(bool)
    at = figures.at(years["year"].to_numpy().astype(np.int64))
    assert (base[mask] >= figures.floor[at][mask]).all()
    assert (base[mask] <= figures.cap[at][mask]).all()
    assert not base[~mask].any()
    assert not credit[~mask].any()
    assert (credit <= (base * 11 + 99) // 100).all()


def test_pensioners_have_worked_fifteen_years() -> None:
    months = np.concatenate([c.paid_months for c in chunks()])
    assert months[city().census.role == who.PENSIONER].min() >= 180


def test_proportions_are_a_citys() -> None:
    role = Counter(City.found(place="440400", people=30_000).census.role.tolist())
    share = {
        name: role[code] / 300
        for name, code in (
            ("employees", who.EMPLOYEE),
            ("own payers", who.FLEXIBLE),
            ("pensioners", who.PENSIONER),
            ("never insured", who.UNINSURED),
        )
    }
    assert 36 < share["employees"] < 42
    assert 10.5 < share["own payers"] < 13.5
    assert 16.5 < share["pensioners"] < 19.5
    assert 26 < share["never insured"] < 33
    now = spells().filter((pl.col("end") > MONTH) & (pl.col("start") <= MONTH))
    assert 1.9 < now.height / PEOPLE < 2.5
    assert 1_500 <= len(City.found(place="440400", people=30_000).employers) <= 2_000


def test_sizes_fall_by_a_power_law() -> None:
    heads = np.sort(sum(c.heads for c in City.found(place="440400", people=20_000).chunks()))[::-1]
    total = heads.sum()
    assert 0.03 < heads[0] / total < 0.09
    assert 0.35 < heads[: len(heads) // 20].sum() / total < 0.65
    assert np.median(heads[heads > 0]) <= 6


def test_nearly_everything_due_was_collected() -> None:
    dues = Dues.joined([c.dues for c in City.found(place="440400", people=20_000).chunks()])
    last = dues.period == MONTH - 1
    assert 0.005 < dues.owed[last].mean() < 0.05
    assert dues.owed[~last].all()


def test_truths_grow_with_the_city() -> None:
    small = counts([*city().frauds.truths, *city().mistakes.truths])
    large_city = City.found(place="440400", people=100_000)
    large = counts(
        [*large_city.frauds.truths, *large_city.mistakes.truths, *large_city.later_truths()]
    )
    assert small["pension_after_death"] == small["duplicate_person"] == 1
    assert large["pension_after_death"] == 10
    assert large["pension_in_custody"] == 4
    assert large["duplicate_person"] == large["wrong_bank_name"] == 60
    assert large["two_birth_dates"] == 250
    assert large["ghost_workers"] == 48
    assert large["ghost_workers_employer"] == large["fake_employment_before_claim_employer"] == 4
    assert large["fake_employment_before_claim"] == 24
    assert large["shared_bank_account"] == 32
    assert large["death_learned_later"] > 30


def test_frauds_show_only_their_traces() -> None:
    built = city()
    ghosts = built.frauds.ghosts
    people = rows("registry_person")
    assert people.filter(pl.col("id").is_in((ghosts + 1).tolist()))["phone"].n_unique() == 1
    sharers = (built.frauds.sharers + 1).tolist()
    accounts = rows("pension_payee_account").filter(pl.col("person_id").is_in(sharers))
    assert (accounts.height, accounts["account_number"].n_unique()) == (len(sharers), 1)
    (dead,) = [t.subject for t in built.frauds.truths if t.kind == "pension_after_death"]
    assert people.filter(pl.col("id") == dead)["died_on"].to_list() == [None]
    assert rows("pension_award").filter(pl.col("person_id") == dead)["state"].to_list()[0] in (
        "final",
        "suspended",
    )
    insured = spells().filter(
        pl.col("person_id").is_in((built.frauds.faked + 1).tolist()) & (pl.col("insurance") == 1)
    )
    assert insured.height == len(built.frauds.faked)


def test_a_duplicate_has_the_early_years_and_none_of_the_late() -> None:
    built = City.found(place="440400", people=20_000)
    twin, split = built.mistakes.duplicates, built.mistakes.split_year
    found = built.chunk(twin).tables["contributions_year"]
    years = pl.from_arrow(found)
    assert isinstance(years, pl.DataFrame)
    early = years.filter(pl.col("person_id") > built.people)
    assert early.height > 0
    for number, position in enumerate(twin.tolist()):
        own = years.filter(pl.col("person_id") == position + 1)
        other = years.filter(pl.col("person_id") == built.people + 1 + number)
        assert own.height == 0 or own["year"].min() >= split[number]
        assert other.height == 0 or other["year"].max() < split[number]


def test_the_dead_are_known_only_once_word_has_come() -> None:
    built = city()
    people = rows("registry_person")
    known = people.filter(pl.col("died_on").is_not_null())
    assert (known["death_known_on"] >= known["died_on"]).all()
    assert (known["death_known_on"] < AS_OF).all()
    unheard = {t.subject for t in built.later_truths() if t.kind == "death_learned_later"}
    assert unheard
    assert not unheard & set(known["id"].to_list())
    assert int((built.census.died < NEVER).sum()) == known.height + len(unheard)


def test_the_same_seed_makes_the_same_bytes_in_any_chunks_and_any_process() -> None:
    first = fingerprint(City.found(place="310112", people=1_200), 1_200)
    assert first == fingerprint(City.found(place="310112", people=1_200), 137)
    assert first != fingerprint(City.found(place="310112", people=1_200, seed=2), 1_200)
    code = (
        "from renshe.edge.demo.test_city import fingerprint, City\n"
        "import sys; sys.stdout.write(fingerprint(City.found(place='310112', people=1_200), 500))"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert elsewhere.stdout == first


def test_five_thousand_people_take_less_than_five_seconds() -> None:
    started = time.process_time()
    made = sum(
        c.tables["contributions_year"].num_rows
        for c in City.found(place="440400", people=5_000).chunks()
    )
    assert made > 50_000
    assert time.process_time() - started < 5
