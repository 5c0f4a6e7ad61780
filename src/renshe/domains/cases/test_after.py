"""What follows from a clock and from a decision: extensions, restarts, remedies, checks of quality, ratings, reassignment."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import ITEM, Office
from renshe.domains.cases.models import Paper, QualityCheck, SampleDraw
from renshe.domains.cases.sampling import drawn
from renshe.domains.cases.test_story import invariants_hold
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import month_at

OCTOBER = month_at(year=2025, month=10)
EXTENDED = "silence: escalate, extension: {days: 10, basis: 行政许可法 42}}"
COURT = """remedy: {kind: court, zh: 可以直接向人民法院起诉。, en: Go to court., basis: 劳动争议调解仲裁法 29, on_receipt: true}
result:"""


def declared(office: Office, folder: Path, *changes: tuple[str, str]) -> Office:
    """The office with its item declared otherwise."""
    text = ITEM
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "other.yaml"
    path.write_text(text, encoding="utf-8")
    office.item = cases.load_item(path)
    return office


@pytest.fixture
def extensible(office: Office, tmp_path: Path) -> Office:
    """An item whose limit may be lengthened by ten working days."""
    return declared(office, tmp_path, ("silence: escalate}", EXTENDED))


def accepted(office: Office) -> cases.Case:
    case = office.submitted()
    return cases.accept(number=case.number, item=office.item, actor=office.actor("li"))


def decided(office: Office, **how: object) -> cases.Case:
    """Granted by wang on li's proposal, and served."""
    case = office.reviewing(**how)
    cases.sign(
        number=case.number, item=office.item, service=office.service, grant=True, words="同意",
        actor=office.actor("wang"),
    )  # fmt: skip
    return cases.close(number=case.number, how="online", actor=office.actor("li"))


def test_a_limit_is_lengthened_once_by_another_person_with_a_paper_that_says_why(
    extensible: Office,
) -> None:
    """Twenty working days from 13 October end on 10 November; ten more on 24 November."""
    office, item = extensible, extensible.item
    case = accepted(office)
    assert case.due_on == dt.date(2025, 11, 10)
    asked = {"number": case.number, "item": item, "days": 10, "words": "须向外省核实缴费"}
    with pytest.raises(Refused, match="上限"):
        cases.ask_extension(**{**asked, "days": 11}, actor=office.actor("li"))
    with pytest.raises(Refused, match="他人"):
        cases.ask_extension(**asked, actor=office.actor("wang"))
    with pytest.raises(Refused, match="理由"):
        cases.ask_extension(**{**asked, "words": " "}, actor=office.actor("li"))
    cases.ask_extension(**asked, actor=office.actor("li"))
    with pytest.raises(Refused, match="一次"):
        cases.ask_extension(**asked, actor=office.actor("li"))
    assert cases.case_by_number(number=case.number).due_on == dt.date(2025, 11, 10)
    where = {"places": ["310112"], "today": office.today, "name": "extension"}
    assert cases.queue(**where, username="li") == []
    assert [one.number for one in cases.queue(**where, username="zhao")] == [case.number]
    told = {"number": case.number, "item": item, "grant": True, "words": "同意"}
    with pytest.raises(Refused, match="不同的人"):
        cases.decide_extension(**told, actor=office.actor("li"))
    case = cases.decide_extension(**told, actor=office.actor("zhao", days=1))
    assert (case.due_on, case.extended_days) == (dt.date(2025, 11, 24), 10)
    paper = Paper.objects.get(kind="extension")
    assert paper.content["basis"] == "行政许可法 42"
    assert "须向外省核实缴费" in paper.content["paragraphs"]["zh"][1]
    assert "2025-11-24" in paper.content["paragraphs"]["zh"][0]
    with pytest.raises(Refused, match="一次"):
        cases.ask_extension(**asked, actor=office.actor("li", days=2))
    invariants_hold()


def test_a_denied_extension_changes_nothing_and_a_limit_that_is_over_is_not_lengthened(
    extensible: Office,
) -> None:
    """The head needs a reason for no; after the due day nobody can ask."""
    office, item = extensible, extensible.item
    case = accepted(office)
    asked = {"number": case.number, "item": item, "days": 5, "words": "人手不足"}
    cases.ask_extension(**asked, actor=office.actor("li"))
    denied = {"number": case.number, "item": item, "grant": False}
    with pytest.raises(Refused, match="理由"):
        cases.decide_extension(**denied, words="", actor=office.actor("zhao"))
    case = cases.decide_extension(
        **denied, words="人手不足不是法定理由", actor=office.actor("zhao")
    )
    assert (case.due_on, case.extended_days) == (dt.date(2025, 11, 10), 0)
    assert not Paper.objects.filter(kind="extension").exists()
    public = [one.verb for one in cases.timeline(case=case, public_only=True)]
    assert "ask_extension" not in public
    with pytest.raises(Refused, match="已满"):
        cases.ask_extension(**asked, actor=office.actor("li", days=29))
    invariants_hold()


def test_an_item_without_an_extension_has_none(office: Office) -> None:
    case = accepted(office)
    with pytest.raises(Refused, match="依法不能延长"):
        cases.ask_extension(
            number=case.number, item=office.item, days=1, words="忙", actor=office.actor("li")
        )


@pytest.mark.parametrize(
    ("declares", "due"),
    [("resumes", dt.date(2025, 11, 19)), ("restarts", dt.date(2025, 11, 20))],
)
def test_after_a_correction_the_clock_goes_on_or_begins_anew_as_the_law_says(
    office: Office, tmp_path: Path, declares: str, due: dt.date
) -> None:
    """Asked on the 14th, answered on the 23rd: seven days are added, or twenty count from the 23rd."""
    declared(
        office,
        tmp_path,
        ("silence: escalate}", f"silence: escalate, after_correction: {declares}}}"),
    )
    case = accepted(office)
    cases.ask_correction(
        number=case.number, item=office.item, missing=["proof"], words="", actor=office.actor("li", days=1),
    )  # fmt: skip
    said = Paper.objects.get(kind="correction_notice").content["paragraphs"]["zh"][-1]
    assert ("重新计算" in said) == (declares == "restarts")
    back = office.actor("zhang", days=10, person_id=77)
    cases.submit(number=case.number, item=office.item, service=office.service, actor=back)
    case = cases.accept(number=case.number, item=office.item, actor=office.actor("li", days=11))
    assert case.due_on == due
    invariants_hold()


def test_a_limit_that_the_law_counts_from_receipt_does_not_wait_for_acceptance(
    office: Office, tmp_path: Path
) -> None:
    """Received on the 13th, accepted on the 17th: due as if accepted on the 13th."""
    declared(office, tmp_path, ("silence: escalate}", "silence: escalate, starts: receipt}"))
    case = office.submitted()
    case = cases.accept(number=case.number, item=office.item, actor=office.actor("li", days=4))
    assert (case.accepted_on, case.due_on) == (dt.date(2025, 10, 17), dt.date(2025, 11, 10))


def test_a_paper_names_the_remedy_that_its_item_declares(office: Office, tmp_path: Path) -> None:
    """Court instead of reconsideration, on the refusal and, because silence opens it too, on the receipt."""
    declared(office, tmp_path, ("result:", COURT))
    case = accepted(office)
    second = office.submitted(applicant="b", subject=2)
    cases.not_accept(
        number=second.number, item=office.item, words="不属受案范围", actor=office.actor("li")
    )
    (receipt,) = cases.papers_of(case=case)
    (refusal,) = cases.papers_of(case=second)
    for paper in (receipt, refusal):
        assert paper.content["remedy"]["zh"] == "可以直接向人民法院起诉。"
        assert paper.content["remedy"]["basis"] == "劳动争议调解仲裁法 29"
        assert "60日" not in str(paper.content)
    invariants_hold()


@pytest.mark.parametrize(
    "wrong",
    [
        "remedy: appeal\nresult:",
        "remedy: {kind: court, zh: 起诉}\nresult:",
        "remedy: {kind: none, zh: 无, en: none, basis: ''}\nresult:",
        "remedy: {kind: administrative, zh: 复议, en: x, basis: y}\nresult:",
        "sampling: {signed: 101}\nresult:",
        "sampling: {sometimes: 5}\nresult:",
    ],
)
def test_a_remedy_or_rate_that_says_nothing_is_refused_when_it_is_read(
    tmp_path: Path, wrong: str
) -> None:
    path = tmp_path / "item.yaml"
    path.write_text(ITEM.replace("result:", wrong, 1), encoding="utf-8")
    with pytest.raises(cases.BadItem, match=r"item\.yaml"):
        cases.load_item(path)


def test_what_an_approver_approved_he_does_not_undo(office: Office) -> None:
    """Three people decided; a fourth takes it back."""
    case = office.reviewing(amount="20000")
    given = {"number": case.number, "item": office.item, "service": office.service}
    for name in ("wang", "zhao"):
        cases.sign(**given, grant=True, words="", actor=office.actor(name))
    for name in ("li", "wang", "zhao"):
        with pytest.raises(Refused, match="不同的人"):
            cases.reverse(**given, words="金额有误", actor=office.actor(name))
    assert cases.reverse(**given, words="金额有误", actor=office.actor("qian")).state == "reversed"
    invariants_hold()


def test_papers_are_brought_while_somebody_waits_for_them_and_no_later(office: Office) -> None:
    """By the applicant before submission and for a correction; afterwards only what was promised."""
    file = {"name": "x.pdf", "media_type": "application/pdf", "content": b"%PDF x"}
    case = office.submitted()
    told = {"number": case.number, "item": office.item, "material": "proof"}
    with pytest.raises(Refused, match="当前状态"):
        cases.attach(**told, **file, actor=office.actor("zhang"))
    with pytest.raises(Refused, match="当前状态"):
        cases.promise(**told, actor=office.actor("zhang"))
    cases.ask_correction(
        number=case.number, item=office.item, missing=["proof"], words="", actor=office.actor("li")
    )
    with pytest.raises(Refused, match="他人"):
        cases.attach(**told, **file, actor=office.actor("somebody"))
    cases.promise(**told, actor=office.actor("zhang"))
    cases.submit(
        number=case.number, item=office.item, service=office.service, actor=office.actor("zhang")
    )
    cases.attach(**told, **file, actor=office.actor("zhang", days=2))
    assert [one.source for one in cases.evidence_of(case=case)] == ["upload"]
    with pytest.raises(Refused, match="当前状态"):
        cases.attach(**told, **file, actor=office.actor("zhang", days=2))
    invariants_hold()


def test_who_handed_it_in_for_his_family_does_not_handle_it(office: Office) -> None:
    """The clerk applied for his mother with her mandate."""
    case = office.submitted(applicant="li")
    case.on_behalf = "family"
    case.save()
    with pytest.raises(Refused, match="利害关系"):
        cases.accept(number=case.number, item=office.item, actor=office.actor("li"))


def test_the_head_takes_an_overdue_case_out_of_idle_hands(office: Office) -> None:
    """Before its day only the holder hands it over."""
    case = accepted(office)
    told = {"number": case.number, "to": "lin", "place": "", "words": "经办人请假"}
    with pytest.raises(Refused, match="没有超期"):
        cases.reassign(**told, actor=office.actor("zhao"))
    case = cases.reassign(**told, actor=office.actor("zhao", days=29))
    assert (case.holder, case.handler) == ("lin", "lin")
    assert "reassign" not in [one.verb for one in cases.timeline(case=case, public_only=True)]
    invariants_hold()


def drawn_in_october(office: Office, *, rate: int = 100) -> int:
    cases.seal_days(until=dt.date(2025, 11, 1), at=office.actor("clock", days=19).at)
    rates = {office.item.code: cases.Sampling(promised=rate, immediate=rate, signed=rate)}
    return cases.draw_sample(rates=rates, month=OCTOBER, at=office.actor("clock", days=19).at)


def test_nothing_is_drawn_before_the_month_is_sealed_and_nothing_twice(office: Office) -> None:
    """The seal of the last day decides, and the record of the draw repeats it."""
    numbers = [decided(office, applicant=f"a{n}", subject=n).number for n in range(1, 6)]
    early = {office.item.code: office.item.sampling}
    assert cases.draw_sample(rates=early, month=OCTOBER, at=office.actor("clock").at) == 0
    assert drawn_in_october(office, rate=30) == 2
    assert drawn_in_october(office, rate=30) == 0
    draw = SampleDraw.objects.get()
    assert draw.strata == {"signed": {"cases": 5, "rate": 30, "taken": 2}}
    again = drawn(numbers=numbers, per_hundred=30, seed=draw.seed)
    assert sorted(again) == sorted(QualityCheck.objects.values_list("case__number", flat=True))
    invariants_hold()


def test_promises_and_lone_decisions_are_looked_at_more_often(office: Office) -> None:
    """The standing rates, and a draw that depends on its seed alone."""
    rates = office.item.sampling
    assert rates.promised > rates.immediate > rates.signed > 0
    numbers = [f"310112-2025-{n:08d}" for n in range(400)]
    taken = drawn(numbers=numbers, per_hundred=rates.signed, seed="a")
    assert len(taken) == 20
    assert taken == drawn(numbers=numbers[::-1], per_hundred=rates.signed, seed="a")
    assert taken != drawn(numbers=numbers, per_hundred=rates.signed, seed="b")
    assert drawn(numbers=numbers[:1], per_hundred=1, seed="a") == numbers[:1]


GOOD = dict.fromkeys(cases.CHECKLIST, "ok")


def test_a_wrong_result_is_found_by_an_outsider_answered_and_corrected(office: Office) -> None:
    """Neither handler nor reviewer checks; the finding is settled by the self-correction."""
    case = decided(office)
    drawn_in_october(office)
    found = {"number": case.number, "marks": {**GOOD, "amount": "wrong"}, "words": "多退了一个月"}
    for own in ("li", "wang"):
        assert not cases.assign_check(number=case.number, to=own, at=office.actor("x").at)
        with pytest.raises(Refused, match="不同的人"):
            cases.report_finding(**found, actor=office.actor(own))
    assert cases.assign_check(number=case.number, to="wu", at=office.actor("x").at)
    with pytest.raises(Refused, match="他人"):
        cases.report_finding(**found, actor=office.actor("zhao"))
    with pytest.raises(Refused, match="没有填完"):
        cases.report_finding(**{**found, "marks": {"law": "ok"}}, actor=office.actor("wu"))
    check = cases.report_finding(**found, actor=office.actor("wu", days=20))
    assert (check.finding, check.settled_at) == ("wrong", None)
    (mine,) = cases.checks_to_answer(username="li")
    assert mine.pk == check.pk
    cases.answer_finding(number=case.number, words="月数看错", actor=office.actor("li", days=21))
    assert cases.checks_to_correct(username="wu", places=["310112"]) == []
    (waiting,) = cases.checks_to_correct(username="zhao", places=["310112"])
    assert waiting.case.number == case.number
    cases.reverse(
        number=case.number, item=office.item, service=office.service, words="多退一个月",
        actor=office.actor("zhao", days=22),
    )  # fmt: skip
    check.refresh_from_db()
    assert (check.settled_how, office.service.done) == ("reversed", [])
    (count,) = cases.quality_counts(places=["310112"], first=OCTOBER, last=OCTOBER)
    assert (count.drawn, count.wrong, count.unsettled) == (1, 1, 0)
    verbs = [one.verb for one in cases.timeline(case=case, public_only=True)]
    assert not {"sample", "check", "answer_check"} & set(verbs)
    invariants_hold()


def test_a_formal_fault_ends_with_its_answer_and_a_third_person_may_uphold(office: Office) -> None:
    first, second = decided(office), decided(office, applicant="b", subject=2)
    drawn_in_october(office)
    for case, mark in ((first, "formal"), (second, "wrong")):
        cases.report_finding(
            number=case.number, marks={**GOOD, "papers": mark}, words="文书有误", actor=office.actor("wu", days=20),
        )  # fmt: skip
        cases.answer_finding(number=case.number, words="已补", actor=office.actor("li", days=20))
    assert cases.check_of(number=first.number).settled_how == "answered"  # type: ignore[union-attr]
    for own in ("wu", "wang"):
        with pytest.raises(Refused, match="不同的人"):
            cases.uphold(number=second.number, words="无误", actor=office.actor(own))
    assert cases.uphold(
        number=second.number, words="结果正确", actor=office.actor("zhao", days=20)
    ).settled_at
    invariants_hold()


def test_a_finished_case_is_rated_once_and_a_bad_rating_is_answered_by_an_outsider(
    office: Office,
) -> None:
    """Ten working days from the 13th end on the 27th; the applicant reads what was done."""
    case = office.reviewing()
    told = {"number": case.number, "grade": 2, "words": "跑了三趟", "channel": "online"}
    labels = ["many_trips", "kind"]
    with pytest.raises(Refused, match="办完"):
        cases.rate(**told, labels=labels, actor=office.actor("zhang"))
    cases.sign(
        number=case.number, item=office.item, service=office.service, grant=True, words="",
        actor=office.actor("wang"),
    )  # fmt: skip
    cases.close(number=case.number, how="online", actor=office.actor("li"))
    rating = cases.rate(**told, labels=labels, actor=office.actor("zhang"))
    assert (rating.labels, rating.answer_due_on) == (["many_trips"], dt.date(2025, 10, 27))
    with pytest.raises(Refused, match="评价过"):
        cases.rate(**{**told, "grade": 5}, labels=[], actor=office.actor("zhang"))
    assert cases.ratings_to_answer(username="li", places=["310112"]) == []
    assert len(cases.ratings_to_answer(username="zhao", places=["310112"])) == 1
    assert cases.ratings_overdue(today=dt.date(2025, 10, 28)) == 1
    with pytest.raises(Refused, match="不同的人"):
        cases.answer_rating(number=case.number, words="已改", actor=office.actor("li"))
    cases.answer_rating(number=case.number, words="已补上一次性告知", actor=office.actor("zhao"))
    assert "一次性告知" in cases.notices_to(username="zhang")[0].zh
    assert "跑了三趟" not in str(
        [one.words for one in cases.timeline(case=case, public_only=False)]
    )
    invariants_hold()


def test_an_average_is_shown_only_from_a_floor_of_ratings(office: Office) -> None:
    """Nine say nothing yet; ten fives and one four are 4.9."""
    for number in range(1, 12):
        case = decided(office, applicant=f"a{number}", subject=number)
        cases.rate(
            number=case.number, grade=4 if number == 11 else 5, labels=[], words="", channel="counter",
            actor=office.actor("clerk"),
        )  # fmt: skip
        if number == cases.SHOWN_FROM - 1:
            assert cases.rating_average(item=office.item.code) is None
    average = cases.rating_average(item=office.item.code)
    assert average is not None
    assert dataclasses.astuple(average) == (11, 0, 49)
    at = office.actor("x").at
    (count,) = cases.rating_counts(
        places=["310112"], start=at - dt.timedelta(days=1), end=at + dt.timedelta(days=1)
    )
    assert (count.grades, count.waiting) == ((10, 1, 0, 0, 0), 0)
