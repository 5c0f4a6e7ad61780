"""Stories about the form of key fields: each change on its evidence, good rows ahead, every bad cell told."""

import datetime as dt
import io

import openpyxl
import pytest

from renshe.domains.audit import api as audit
from renshe.domains.conftest import TODAY, id_number
from renshe.domains.documents import api as documents
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month
from renshe.services.registration.change_key_fields import decide as changes
from renshe.services.registration.test_forms import filled, sending, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(make_person, evidence):
    """Somebody registered, and a row that corrects his name, or whatever else the arguments say."""
    make_person()

    def row(**changed):
        return {
            "id_number": id_number(), "name": "王小明", "field": "姓名", "new": "王晓明",
            "reason": "公安机关更正", "evidence": evidence, **changed,
        }  # fmt: skip

    return row


def send(*rows):
    return changes.submit_file(submission=sending(filled(changes, *rows)))


def now():
    return registry.Person.objects.get()


def test_every_key_field_is_changed_by_its_row_and_remembers_its_evidence(asking, evidence):
    outcome = send(
        asking(),
        asking(field="证件号码", new=id_number(birth="19850321", sequence=103).lower()),
        asking(field="出生日期（档案）", new="1983年3月12日"),
        asking(field="参加工作年月", new="2008-07"),
    )
    assert (told(outcome), outcome.good, outcome.marked_file_id) == ([], 4, None)
    person = now()
    assert (person.name, person.birth_on) == ("王晓明", dt.date(1985, 3, 21))
    assert (person.birth_on_file, person.work_started_month) == (
        dt.date(1983, 3, 12), parse_month("2008-07"),
    )  # fmt: skip
    history = registry.changes_of(person_id=person.pk)
    assert {change.field for change in history} == {
        "name", "id_number", "birth_on", "birth_on_file", "work_started_month",
    }  # fmt: skip
    assert {
        (one.evidence_file_id, one.reason, one.changed_by, one.known_on) for one in history
    } == {(evidence, "公安机关更正", "unit-clerk", TODAY)}
    assert documents.fetch(file_id=outcome.received_file_id)[0] == "表.xlsx"
    (event,) = audit.events_about(subject_kind="person", subject_id=None)
    assert (event.verb, event.detail["good"]) == ("registration.change_key_fields", 4)


def test_rows_of_one_person_do_not_hang_on_their_order(asking):
    number = id_number(sequence=103)
    outcome = send(
        asking(field="证件号码", new=number), asking(), asking(field="参加工作年月", new="2008-07")
    )
    assert told(outcome) == []
    assert (now().id_number, now().name) == (number, "王晓明")


def test_what_was_entered_may_be_taken_out_again_where_nothing_needs_it(asking):
    send(
        asking(field="出生日期（档案）", new="1983-03-12"),
        asking(field="参加工作年月", new="2008-07"),
    )
    assert now().birth_on_file is not None
    outcome = send(
        asking(field="出生日期（档案）", new="清除"), asking(field="参加工作年月", new="清除"),
        asking(new="清除"), asking(field="性别", new="清除"),
    )  # fmt: skip
    assert told(outcome) == [(6, "new", "may_not_be_cleared"), (7, "new", "may_not_be_cleared")]
    assert now().name == "王小明"
    assert (now().birth_on_file, now().work_started_month) == (None, None)


def test_a_number_that_makes_somebody_a_woman_needs_her_retirement_category(asking):
    woman = {"field": "证件号码", "new": id_number(sequence=104)}
    assert told(send(asking(**woman))) == [(4, "retirement_category", "category_missing")]
    assert told(send(asking(**woman, retirement_category="男职工"))) == [
        (4, "retirement_category", "category_unknown")
    ]
    assert told(send(asking(**woman, retirement_category="女职工（原50周岁）"))) == []
    assert (now().sex, now().retirement_category) == ("F", "F50")


def test_good_rows_go_ahead_and_bad_ones_come_back_marked(asking):
    outcome = send(asking(), asking(field="参加工作年月", new="1990-01"))
    assert (outcome.good, outcome.bad, now().name) == (1, 1, "王晓明")
    assert told(outcome) == [(5, "new", "date_order")]
    _, _, content = documents.fetch(file_id=outcome.marked_file_id)
    rows, problems = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert rows["D4"].fill.fgColor.rgb.endswith("FFC7CE")
    assert "12周岁" in rows["D4"].comment.text
    assert [cell.value for cell in problems[2]][:3] == [5, "D", "变更后内容"]


@pytest.mark.parametrize(
    ("wrong", "key", "code"),
    [
        ({"id_number": id_number(sequence=107)}, "id_number", "person_unknown"),
        ({"id_number": id_number()[:17]}, "id_number", "id_shape"),
        ({"id_number": ""}, "id_number", "cell_missing"),
        ({"name": "王大明"}, "name", "name_differs"),
        ({"field": "血型"}, "field", "choice_unknown"),
        ({"field": ""}, "field", "cell_missing"),
        ({"new": ""}, "new", "cell_missing"),
        ({"new": "王小明"}, "new", "nothing_changes"),
        ({"new": "王\ue81e"}, "new", "name_private_use"),
        ({"new": "王 晓明"}, "new", "name_blank"),
        ({"new": dt.date(1985, 3, 12)}, "new", "cell_is_no_text"),
        ({"field": "证件号码", "new": "440402198503121"}, "new", "id_15_digits"),
        ({"field": "证件号码", "new": 440402198503121015}, "new", "id_stored_as_number"),
        ({"field": "证件号码", "new": id_number()}, "new", "nothing_changes"),
        ({"field": "性别", "new": "女", "retirement_category": "女职工（原50周岁）"}, "new",
         "disagrees_with_id"),
        ({"field": "性别", "new": "F？"}, "new", "choice_unknown"),
        ({"field": "出生日期（证件）", "new": "1985-03-13"}, "new", "disagrees_with_id"),
        ({"field": "出生日期（证件）", "new": "去年"}, "new", "date_unreadable"),
        ({"field": "出生日期（档案）", "new": "1800-01-01"}, "new", "date_unreadable"),
        ({"field": "出生日期（档案）", "new": "2030-01-01"}, "new", "date_order"),
        ({"field": "参加工作年月", "new": "2008"}, "new", "month_unreadable"),
        ({"field": "退休类别", "new": "女职工（原50周岁）"}, "new", "value_unknown"),
        ({"reason": ""}, "reason", "cell_missing"),
        ({"evidence": ""}, "evidence", "cell_missing"),
        ({"evidence": "户口本"}, "evidence", "number_unreadable"),
        ({"evidence": 999_999}, "evidence", "evidence_missing"),
    ],
)  # fmt: skip
def test_each_bad_cell_is_told_by_row_column_reason_and_fix_and_nothing_changes(
    asking, wrong, key, code
):
    outcome = send(asking(**wrong))
    assert told(outcome) == [(4, key, code)]
    problem = outcome.findings[0].problem
    assert all((problem.zh, problem.en, problem.next_step_zh, problem.next_step_en))
    assert registry.changes_of(person_id=now().pk).count() == 0


def test_dates_and_months_may_be_cells_of_their_own_kind(asking):
    outcome = send(
        asking(field="出生日期（档案）", new=dt.date(1983, 3, 12)),
        asking(field="参加工作年月", new=dt.date(2008, 7, 1)),
    )
    assert told(outcome) == []
    assert (now().birth_on_file, now().work_started_month) == (
        dt.date(1983, 3, 12), parse_month("2008-07"),
    )  # fmt: skip


def test_one_field_of_one_person_changes_once_a_file(asking):
    outcome = send(asking(), asking(new="王晓铭"), asking(field="参加工作年月", new="2008-07"))
    assert told(outcome) == [(4, "id_number", "row_repeated"), (5, "id_number", "row_repeated")]
    assert "变更项目" in outcome.findings[0].problem.zh
    assert (now().name, now().work_started_month) == ("王小明", parse_month("2008-07"))


def test_a_number_of_somebody_else_is_refused_without_saying_whose(asking, make_person):
    other = make_person(id_number=id_number(sequence=103), name="李红")
    outcome = send(asking(field="证件号码", new=other.id_number))
    assert told(outcome) == [(4, "new", "person_exists")]
    assert "李红" not in outcome.findings[0].problem.zh
    assert other.id_number not in outcome.findings[0].problem.zh


def test_a_foreigner_s_sex_and_birth_are_corrected_though_the_number_tells_neither(
    make_person, evidence
):
    make_person(
        id_number="DEU000000C01X0001H", name="ERIKA MUSTERMANN", sex="M", birth_on=dt.date(1990, 12, 31)
    )  # fmt: skip
    row = {
        "id_number": "deu000000c01x0001h", "name": "Erika Mustermann", "reason": "录入有误", "evidence": evidence,
    }  # fmt: skip
    outcome = changes.submit_records(
        submission=sending(),
        records=[
            {**row, "field": "性别", "new": "女", "retirement_category": "F55"},
            {**row, "field": "出生日期（证件）", "new": dt.date(1990, 12, 30)},
            {**row, "field": "证件号码", "new": "KAZ110090123005"},
        ],
    )
    assert told(outcome) == [(3, "new", "id_check_digit")]
    assert (now().sex, now().birth_on) == ("F", dt.date(1990, 12, 30))


def test_the_empty_form_has_lists_for_what_can_be_chosen_and_is_no_submission():
    empty = changes.template()
    sheet = openpyxl.load_workbook(io.BytesIO(empty)).worksheets[0]
    assert [cell.value.rstrip("*") for cell in sheet[2]] == [one.zh for one in changes.FORM.columns]
    assert len(sheet.data_validations.dataValidation) == 2
    with pytest.raises(Refused) as refusal:
        changes.submit_file(submission=sending(empty))
    assert refusal.value.codes == ("no_rows",)
