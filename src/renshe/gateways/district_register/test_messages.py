"""A retiree moves to another district of the city and back: by message, with a receipt, an answer or a refusal, each once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from renshe.domains.audit import api as audit
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.domains.retirees.test_care import CITY, DAY, broken, by, offered, people
from renshe.gateways.district_register import contract
from renshe.gateways.district_register.client import DropFolderLine, SimulatedLine
from renshe.gateways.district_register.simulator import SimulatedDistricts, offer_of
from renshe.kernel.codes.problem import Refused
from renshe.runs.context import RunContext
from renshe.runs.retiree_messages.run import KIND, run

__all__ = ["people"]
OURS, OTHER = "440402", "440404"


@pytest.fixture
def cared(people: list[int]) -> list[int]:
    """Everybody in the care of the first community; another district keeps its own register."""
    retirees.offer_everybody(city=CITY, by=by())
    for person in people:
        retirees.accept(hand_over_id=offered(person), by=by())
    registry.Place.objects.filter(code__startswith=OTHER, level="community").delete()
    return people


def line(root: Path, **habits: int) -> SimulatedLine:
    return SimulatedLine(root=root, districts=SimulatedDistricts(**({"late_of": 0, "refuse_of": 0} | habits)))  # fmt: skip


def day(number: int, door: retirees.DistrictLine) -> dict[str, Any]:
    on = DAY + dt.timedelta(days=number)
    month = on.year * 12 + on.month - 1
    at = dt.datetime.combine(on, dt.time(1), dt.UTC)
    return run(RunContext(CITY, month, month, at, "clock"), line=door)


def moves(person: int, to: str = OTHER) -> retirees.CareHandOver:
    registry.Person.objects.filter(pk=person).update(residence_place=to)
    made = retirees.moved(person_id=person, by=by())
    assert made is not None
    return made


def state_of(offer: retirees.CareHandOver) -> tuple[str, list[str]]:
    offer.refresh_from_db()
    told = retirees.messages_of(hand_over_ids=[offer.pk]).get(offer.pk, [])
    return offer.state, [one.kind for one in told]


def test_the_offer_goes_out_the_receipt_and_the_answer_come_and_the_care_ends(
    cared: list[int], tmp_path: Path
) -> None:
    offer, door = moves(cared[0]), line(tmp_path)
    assert day(0, door)["sent"] == 1
    (sent,) = (tmp_path / "out").glob("retiree_*.txt")
    said = contract.read(sent.read_bytes())
    assert (said.from_code, said.to_code, set(said.body)) == (
        OURS, OTHER, {"id_number", "name", "from_community", "to_place", "offered_on"},
    )  # fmt: skip
    assert day(1, door)["received"] == 1
    assert state_of(offer) == ("offered", ["offer", "receipt"])
    assert retirees.care_now(person_id=cared[0]) is not None, "until it has taken him"
    for number in range(2, 14):
        day(number, door)
    assert state_of(offer) == ("accepted", ["offer", "receipt", "accepted"])
    assert offer.reason.startswith("区退管2025-")
    assert retirees.care_now(person_id=cared[0]) is None
    assert broken() == []


def test_asked_again_or_read_again_nothing_happens_twice(cared: list[int], tmp_path: Path) -> None:
    offer, door = moves(cared[0]), line(tmp_path)
    first = day(0, door)
    assert day(0, door) == first
    for number in range(1, 14):
        day(number, door)
    assert day(20, door) == {"received": 0, "unusable": 0, "written": 0, "sent": 0, "late": 0}
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert state_of(offer)[1] == ["offer", "receipt", "accepted"]


def test_refused_he_stays_with_his_community_which_reads_why(
    cared: list[int], tmp_path: Path
) -> None:
    offer, door = moves(cared[0]), line(tmp_path, refuse_of=1)
    for number in range(14):
        day(number, door)
    assert state_of(offer) == ("returned", ["offer", "receipt", "refused"])
    assert "不在该地址居住" in offer.reason
    assert [one.pk for one in retirees.returned_to_us(place=OURS)] == [offer.pk]
    assert retirees.care_now(person_id=cared[0]) is not None
    assert retirees.offer_everybody(city=CITY, by=by())["moved"] == 0, "the street settles it first"
    assert broken() == []


def test_an_answer_that_is_late_is_told_once_and_a_letter_still_ends_it(
    cared: list[int], tmp_path: Path
) -> None:
    offer, door = moves(cared[0]), line(tmp_path, late_of=1)
    day(0, door)
    assert [day(number, door)["late"] for number in (30, 31, 32)] == [0, 1, 0]
    notes = [one for found in audit.Run.objects.filter(kind=KIND) for one in found.attention]
    assert [one["code"] for one in notes] == ["district_answer_late"]
    retirees.taken_elsewhere(hand_over_id=offer.pk, reference="斗退管〔2025〕8号", by=by())
    day(60, door)
    assert state_of(offer) == ("accepted", ["offer", "receipt", "accepted"])
    assert offer.reason == "斗退管〔2025〕8号", "what came first holds"


def test_whoever_moves_on_before_the_answer_is_withdrawn(cared: list[int], tmp_path: Path) -> None:
    offer, door = moves(cared[0]), line(tmp_path)
    day(0, door)
    moves(cared[0], "440403")
    assert day(1, door)["written"] >= 1
    assert state_of(offer) == ("void", ["offer", "receipt", "withdrawn"])
    for number in range(2, 14):
        day(number, door)
    assert "accepted" not in state_of(offer)[1]


def theirs(
    root: Path, person: int, *, number: str = "H440404-9", name: str = "", to: str = ""
) -> None:
    who = registry.person(person_id=person)
    body = {
        "id_number": who.id_number, "name": name or who.name, "from_community": "440404001001",
        "to_place": to or who.residence_place, "offered_on": DAY.isoformat(),
    }  # fmt: skip
    folder = root / "in"
    folder.mkdir(exist_ok=True)
    content = offer_of(number=number, sender=OTHER, receiver=OURS, made_on=DAY, body=body)
    (folder / f"retiree_{number}.txt").write_bytes(content)


def sent(root: Path) -> dict[str, retirees.Message]:
    found = [contract.read(path.read_bytes()) for path in sorted((root / "out").glob("*.txt"))]
    return {one.kind: one for one in found}


def test_their_offer_waits_at_our_community_and_its_decision_goes_back(
    people: list[int], tmp_path: Path
) -> None:
    door = DropFolderLine(root=tmp_path)
    theirs(tmp_path, people[0])
    theirs(tmp_path, people[1], number="H440404-10")
    day(0, door)
    for person in people[:2]:
        assert retirees.waiting(person_id=person) is not None
    assert set(sent(tmp_path)) == {"receipt"}
    retirees.accept(hand_over_id=offered(people[0]), by=by())
    retirees.give_back(hand_over_id=offered(people[1]), reason="门牌不存在", by=by())
    day(1, door)
    told = sent(tmp_path)
    assert told["accepted"].reference == "H440404-9"
    assert (told["refused"].reference, told["refused"].body["reason"]) == (
        "H440404-10",
        "门牌不存在",
    )
    assert broken() == []


def test_whom_we_do_not_know_or_who_does_not_live_here_is_refused_with_what_to_do(
    people: list[int], tmp_path: Path
) -> None:
    door = DropFolderLine(root=tmp_path)
    theirs(tmp_path, people[0], name="别人")
    totals = day(0, door)
    assert totals["unusable"] == 1
    assert "请核对姓名和证件号码" in sent(tmp_path)["refused"].body["reason"]
    registry.Person.objects.filter(pk=people[1]).update(residence_place="440403001")
    theirs(tmp_path, people[1], number="H440404-10", to="440402001")
    day(1, door)
    files = sorted((tmp_path / "out").glob("*.txt"))
    reasons = [contract.read(path.read_bytes()).body.get("reason", "") for path in files]
    assert any("先变更居住地址" in one for one in reasons)
    assert not retirees.CareHandOver.objects.exists()


def test_a_file_with_one_wrong_byte_is_not_used_and_is_named(
    cared: list[int], tmp_path: Path
) -> None:
    offer, door = moves(cared[0]), line(tmp_path)
    for number in (0, 1):
        day(number, door)
    (came,) = (tmp_path / "in").glob("*.txt")
    came.write_bytes(came.read_bytes().replace(b"{}", b"{ }"))
    with pytest.raises(Refused, match="校验值不符"):
        contract.read(came.read_bytes())
    assert door.unreadable() == [came.name]
    forged = contract.write(retirees.Message(
        message_id="A1", kind="accepted", from_code="440403", to_code=OURS, made_on=DAY, reference=f"H{OURS}-{offer.pk}",
        body={"receipt": "假1", "taken_on": DAY.isoformat()},
    ))  # fmt: skip
    (tmp_path / "in" / "retiree_A1.txt").write_bytes(forged)
    assert day(2, door)["unusable"] == 2, (
        "the broken one is named, the forged one kept with its reason"
    )
    assert state_of(offer)[0] == "offered", "a district that was not asked answers nothing"
