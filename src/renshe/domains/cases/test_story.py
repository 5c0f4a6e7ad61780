"""A case from its first answer to its end, and every way in which somebody may try what he must not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import ITEM, Office
from renshe.domains.cases.models import Case, Event, Paper, Pause
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused


def invariants_hold() -> None:
    """No invariant of this domain is broken by any row."""
    broken = [
        (one.name, breaches) for one, breaches, _ in prove(invariants=cases.INVARIANTS) if breaches
    ]
    assert broken == []
    assert list(cases.verify()) == []


def test_a_refund_is_asked_for_accepted_reviewed_granted_served_and_closed(office: Office) -> None:
    """Three people and twenty working days, each step on paper and in the chain."""
    case = office.submitted()
    assert case.state == "submitted"
    case = cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    assert case.due_on == dt.date(2025, 11, 10)
    case = cases.propose(
        number=case.number, item=office.item, service=office.service, grant=True, words="属实",
        actor=office.actor("li", days=1),
    )  # fmt: skip
    assert (case.state, office.service.done) == ("reviewing", [])
    case = cases.sign(
        number=case.number, item=office.item, service=office.service, grant=True, words="同意",
        actor=office.actor("wang", days=2),
    )  # fmt: skip
    assert (case.state, office.service.done) == ("granted", [case.number])
    case = cases.close(number=case.number, how="online", actor=office.actor("li", days=2))
    assert case.state == "closed"
    kinds = [paper.kind for paper in cases.papers_of(case=case)]
    assert kinds == ["receipt", "granted", "service_record"]
    assert all(
        paper.served_at for paper in cases.papers_of(case=case) if paper.kind != "service_record"
    )
    told = [event.verb for event in cases.timeline(case=case, public_only=True)]
    assert told == ["open", "submit", "accept", "grant", "serve"]
    assert len(cases.notices_to(username="zhang")) == 3
    invariants_hold()


def test_a_large_amount_needs_a_third_person_and_only_he_moves_the_money(office: Office) -> None:
    """Above ten thousand yuan the reviewer agrees and the approver decides."""
    case = office.reviewing(amount="20000")
    assert case.path == "approval"
    given = {
        "number": case.number,
        "item": office.item,
        "service": office.service,
        "grant": True,
        "words": "同意",
    }
    with pytest.raises(Refused, match="不同的人"):
        cases.sign(**given, actor=office.actor("li"))
    case = cases.sign(**given, actor=office.actor("wang"))
    assert (case.state, office.service.done) == ("approving", [])
    for again in ("li", "wang"):
        with pytest.raises(Refused, match="不同的人"):
            cases.sign(**given, actor=office.actor(again))
    case = cases.sign(**given, actor=office.actor("zhao"))
    assert (case.state, case.approver, office.service.done) == ("granted", "zhao", [case.number])
    invariants_hold()


def test_what_the_item_refuses_at_the_last_moment_undoes_the_whole_signature(
    office: Office,
) -> None:
    """The effect is in the case's transaction: no state, no paper, no notice without it."""
    case = office.reviewing()
    office.service.fails = True
    before = (Event.objects.count(), Paper.objects.count())
    with pytest.raises(Refused, match="超过实缴"):
        cases.sign(
            number=case.number, item=office.item, service=office.service, grant=True, words="同意",
            actor=office.actor("wang"),
        )  # fmt: skip
    case.refresh_from_db()
    assert (case.state, case.reviewer, Event.objects.count(), Paper.objects.count()) == (
        "reviewing",
        "",
        *before,
    )
    invariants_hold()


def test_a_correction_is_asked_for_once_and_the_clock_stands_still_until_it_comes(
    office: Office,
) -> None:
    """Seven working days of the applicant's are not the office's."""
    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    case = cases.ask_correction(
        number=case.number, item=office.item, missing=["proof"], words="凭证不清晰", actor=office.actor("li", days=1),
    )  # fmt: skip
    reading = cases.reading_of(case=case, today=office.today + dt.timedelta(days=3))
    assert reading.paused
    assert reading.due_on is None
    (notice,) = Paper.objects.filter(kind="correction_notice")
    assert "缴费凭证" in notice.content["paragraphs"]["zh"][0]
    with pytest.raises(Refused, match="他人"):
        cases.submit(
            number=case.number,
            item=office.item,
            service=office.service,
            actor=office.actor("someone"),
        )
    back = office.actor("zhang", days=10, person_id=77)
    case = cases.submit(number=case.number, item=office.item, service=office.service, actor=back)
    case = cases.accept(number=case.number, item=office.item, actor=office.actor("li", days=10))
    pause = Pause.objects.get(case=case)
    assert (pause.from_on, pause.to_on) == (dt.date(2025, 10, 14), dt.date(2025, 10, 23))
    assert case.due_on == dt.date(2025, 11, 19)
    invariants_hold()


def test_a_refusal_to_accept_names_the_reason_and_both_ways_to_object(office: Office) -> None:
    """Without a reason nobody is sent away; with one, the paper says where to go."""
    case = office.submitted()
    with pytest.raises(Refused, match="理由"):
        cases.not_accept(number=case.number, item=office.item, words=" ", actor=office.actor("li"))
    cases.not_accept(
        number=case.number, item=office.item, words="不属本机构管辖", actor=office.actor("li")
    )
    (paper,) = cases.papers_of(case=case)
    assert "60日" in paper.content["remedy"]["zh"]
    assert "6个月" in paper.content["remedy"]["zh"]
    assert "不属本机构管辖" in paper.content["paragraphs"]["zh"][0]
    invariants_hold()


def test_nobody_of_staff_touches_his_own_affair(office: Office) -> None:
    """The clerk is the person whom the case is about."""
    case = office.submitted(subject=501)
    own = office.actor("li", person_id=501)
    for act in (
        lambda: cases.take(number=case.number, actor=own),
        lambda: cases.accept(number=case.number, item=office.item, actor=own),
        lambda: cases.note(number=case.number, words="我自己的", actor=own),
    ):
        with pytest.raises(Refused, match="本人"):
            act()


def test_a_promise_stands_for_a_paper_and_comes_up_when_its_day_has_passed(office: Office) -> None:
    """告知承诺: ten working days, then somebody asks for it."""
    actor = office.actor("zhang", person_id=77)
    case = cases.open_case(
        application=cases.Application(office.item, "310112", "online", 77, "张某"), actor=actor
    )
    cases.save_form(
        number=case.number,
        item=office.item,
        given={"month": "2025-08", "amount": "5", "why": "twice"},
        actor=actor,
    )
    with pytest.raises(Refused, match="缺少必要材料"):
        cases.submit(number=case.number, item=office.item, service=office.service, actor=actor)
    evidence = cases.promise(number=case.number, item=office.item, material="proof", actor=actor)
    assert evidence.promised_until == dt.date(2025, 10, 27)
    cases.submit(number=case.number, item=office.item, service=office.service, actor=actor)
    assert cases.promises_due(today=dt.date(2025, 10, 27)) == []
    assert [one.pk for one in cases.promises_due(today=dt.date(2025, 10, 28))] == [evidence.pk]
    cases.promise_kept(evidence_id=evidence.pk, actor=office.actor("li", days=3))
    assert cases.promises_due(today=dt.date(2025, 10, 28)) == []
    invariants_hold()


def test_gaps_in_the_form_are_all_named_and_what_was_typed_is_kept(office: Office) -> None:
    """Nothing typed is lost; a field that its condition hides is not asked for."""
    actor = office.actor("zhang", person_id=77)
    case = cases.open_case(
        application=cases.Application(office.item, "310112", "online", 77, "张某"), actor=actor
    )
    wrong = cases.save_form(
        number=case.number, item=office.item, actor=actor,
        given={"month": "八月", "amount": "12.345", "why": "other"},
    )  # fmt: skip
    assert sorted(wrong) == ["amount", "month", "other"]
    assert Case.objects.get(pk=case.pk).form["_raw"] == {"month": "八月", "amount": "12.345"}
    with pytest.raises(Refused) as refused:
        cases.submit(number=case.number, item=office.item, service=office.service, actor=actor)
    assert sorted(refused.value.codes) == ["field_missing", "month_unreadable", "yuan_unreadable"]


def test_what_was_granted_wrongly_is_undone_by_a_third_person(office: Office) -> None:
    """Self-correction reverses the effect and says so on paper."""
    case = office.reviewing()
    given = {"number": case.number, "item": office.item, "service": office.service}
    cases.sign(**given, grant=True, words="", actor=office.actor("wang"))
    with pytest.raises(Refused, match="不同的人"):
        cases.reverse(**given, words="金额有误", actor=office.actor("wang"))
    case = cases.reverse(**given, words="金额有误", actor=office.actor("zhao"))
    assert (case.state, office.service.done) == ("reversed", [])
    assert "60日" in Paper.objects.get(kind="reversal").content["remedy"]["zh"]
    invariants_hold()


def test_alike_cases_are_granted_together_and_one_that_is_not_alike_stops_no_other(
    office: Office,
) -> None:
    """Two clean small refunds and one large one."""
    alike = [
        office.reviewing(applicant=name, subject=number).number
        for name, number in (("a", 1), ("b", 2))
    ]
    large = office.reviewing(amount="20000", applicant="c", subject=3).number
    first = cases.case_by_number(number=alike[0])
    assert [case.number for case in cases.alike_to(case=first, username="wang")] == alike
    done = cases.sign_alike(
        numbers=[*alike, large],
        item=office.item,
        service=office.service,
        words="批量复核",
        actor=office.actor("wang"),
    )
    assert [one.number for one in done if not one.refused] == alike
    assert "低风险" in done[2].refused
    assert sorted(office.service.done) == sorted(alike)
    invariants_hold()


def test_an_overdue_case_is_escalated_once_and_silence_grants_nothing(office: Office) -> None:
    """The day after the due day."""
    case = office.submitted()
    case = cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    assert case.due_on is not None
    late = case.due_on + dt.timedelta(days=1)
    at = office.actor("x", days=40).at
    assert cases.escalate_overdue(today=case.due_on, at=at) == 0
    assert cases.escalate_overdue(today=late, at=at) == 1
    assert cases.escalate_overdue(today=late, at=at) == 0
    (found,) = cases.queue(name="overdue", places=["310112"], username="wang", today=late)
    assert (found.number, found.state) == (case.number, "accepted")
    assert cases.queue(name="overdue", places=["440402"], username="wang", today=late) == []


def test_a_limit_beyond_the_announced_holidays_is_refused(office: Office) -> None:
    """Nobody guesses the rest days of a year that has no notice yet."""
    office.today = dt.date(2026, 12, 28)
    case = office.submitted()
    with pytest.raises(Refused, match="放假安排尚未公布"):
        cases.accept(number=case.number, item=office.item, actor=office.actor("li"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("path: review", "path: whatever"),
        ("source: register", "source: guess"),
        ("kind: month", "kind: moon"),
        ("{field: why, is: other}", "{field: nobody, is: other}"),
        ("key: amount", "key: month"),
        ("days: 20", "days: 20, promised_days: 30"),
    ],
)
def test_a_declaration_that_does_not_hold_together_is_refused(
    tmp_path: Path, wrong: str, told: str
) -> None:
    """Before any page could stumble over it."""
    path = tmp_path / "item.yaml"
    path.write_text(ITEM.replace(wrong, told, 1), encoding="utf-8")
    with pytest.raises(cases.BadItem, match=r"item\.yaml"):
        cases.load_item(path)


def test_a_queue_reaches_its_division_and_no_neighbour_whose_code_begins_alike(
    office: Office,
) -> None:
    """310110 ends in a zero and is one district; CN is everywhere; a street does not reach its district."""
    case = office.submitted()
    asked = {"name": "pool", "username": "li", "today": office.today}
    for place, found in (
        ("310110", 0),
        ("310112", 1),
        ("310100", 1),
        ("CN", 1),
        ("310112001", 0),
    ):
        there = cases.queue(places=[place], **asked)
        assert [one.pk for one in there] == [case.pk] * found, place


def test_the_next_case_lies_behind_this_one_and_the_queue_goes_round(office: Office) -> None:
    """Skipping one does not lead back to it, and the last is followed by the first."""
    first, second, third = (
        office.submitted(applicant=name, subject=number)
        for number, name in enumerate(("a", "b", "c"), 1)
    )
    asked = {"name": "all", "places": ["310112"], "username": "li", "today": office.today}
    cases.accept(number=third.number, item=office.item, actor=office.actor("li"))
    third.refresh_from_db()
    followed = [cases.next_in_queue(behind=one, **asked) for one in (third, first, second)]
    assert followed == [first, second, third]
    assert cases.next_in_queue(behind=first, **{**asked, "places": ["440402"]}) is None


def test_a_notice_that_the_gateway_refuses_waits_and_goes_out_once(office: Office) -> None:
    """What was taken is not sent again."""
    case = office.submitted()
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    at = office.actor("x").at

    def broken(notice: cases.Notice) -> None:
        raise OSError("no line")

    taken: list[str] = []

    def take(notice: cases.Notice) -> cases.Handed:
        taken.append(notice.zh)
        return cases.Handed(way="sms", masked="138****1234", words=notice.zh)

    assert cases.send_notices(send=broken, at=at) == 0
    assert cases.send_notices(send=take, at=at) == 1
    assert cases.send_notices(send=take, at=at) == 0
    assert len(taken) == 1
    assert case.number in taken[0]
