"""Stories about registration and change forms, good ones and every kind of bad one."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from renshe.domains.audit import api as audit
from renshe.domains.conftest import NOW, TODAY, credit_code_numbered, id_number
from renshe.domains.documents import api as documents
from renshe.domains.enrolment import api as enrolment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.kernel.periods import parse_month
from renshe.services.registration.change_enrolment import decide as change
from renshe.services.registration.form import template
from renshe.services.registration.handling import Submission
from renshe.services.registration.insure_employees import decide as insure
from renshe.services.registration.register_employers import decide as employers
from renshe.services.registration.unify_people import decide as unify

pytestmark = pytest.mark.django_db

OCTOBER, JUNE = parse_month("2025-10"), parse_month("2025-06")
NEW = {
    "id_number": id_number(), "name": "王小明", "ethnic_code": "汉族", "household_place": "440402",
    "residence_place": "440403", "address": "井岸镇", "phone": "13812345678",
    "work_started_month": "2008-07", "retirement_category": "", "person_kind": "职工",
    "pension": "是", "medical": "是", "unemployment": "是", "injury": "是", "maternity": "是",
    "from_month": "2025-10", "reason": "新录用",
}  # fmt: skip


def sending(content=None):
    return Submission(
        actor="unit-clerk", at=NOW, known_on=TODAY, file_name="表.xlsx", content=content
    )


def filled(form, *rows, uscc=""):
    """The template with rows typed in, as a person would."""
    empty = template(form.FORM, uscc=uscc, employer_name="某单位" if uscc else "")
    book = openpyxl.load_workbook(io.BytesIO(empty))
    sheet = book.worksheets[0]
    for row in rows:
        at = sheet.max_row + 1
        for number, column in enumerate(form.FORM.columns, start=1):
            value = row.get(column.key)
            if value not in (None, ""):
                cell = sheet.cell(at, number, value)
                if isinstance(value, int | float):
                    cell.number_format = "General"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(employer, *rows, form=insure):
    return form.submit_file(
        employer_id=employer.pk, submission=sending(filled(form, *rows, uscc=employer.uscc))
    )


def told(outcome):
    return [(one.row, one.key, one.problem.code) for one in outcome.findings]


def test_a_filled_template_registers_and_insures(make_employer):
    employer = make_employer()
    woman = {
        **NEW,
        "id_number": id_number(sequence=102),
        "name": "李红",
        "retirement_category": "女职工（原50周岁）",
    }
    outcome = send(employer, NEW, woman)
    assert (outcome.total, outcome.good, outcome.bad, outcome.marked_file_id) == (2, 2, 0, None)
    person = registry.person_by_id_number(id_number=NEW["id_number"])
    assert (person.name, person.residence_place, person.work_started_month) == (
        "王小明", "440403", parse_month("2008-07"),
    )  # fmt: skip
    members = enrolment.members(employer_id=employer.pk, month=OCTOBER)
    assert [len(member.insurances) for member in members] == [5, 5]
    assert documents.fetch(file_id=outcome.received_file_id)[0] == "表.xlsx"
    event = audit.events_about(subject_kind="employer", subject_id=employer.pk)[0]
    assert (event.verb, event.detail["good"]) == ("registration.insure_employees", 2)


def test_the_empty_template_carries_the_employer_and_its_lists(make_employer):
    employer = make_employer()
    book = openpyxl.load_workbook(io.BytesIO(insure.template(employer_id=employer.pk)))
    sheet = book.worksheets[0]
    assert (sheet["B2"].value, sheet["B3"].value) == (employer.uscc, employer.name)
    assert [cell.value.rstrip("*") for cell in sheet[4]] == [
        column.zh for column in insure.FORM.columns
    ]
    assert len(sheet.data_validations.dataValidation) == sum(
        1 for c in insure.FORM.columns if c.choices
    )
    with pytest.raises(Refused) as refusal:
        insure.submit_file(
            employer_id=employer.pk,
            submission=sending(insure.template(employer_id=employer.pk)),
        )
    assert refusal.value.codes == ("no_rows",)


def test_somebody_who_is_registered_only_joins(make_employer, make_person):
    employer, person = make_employer(), make_person()
    few = {
        key: NEW[key]
        for key in ("id_number", "name", "person_kind", "pension", "from_month", "reason")
    }
    assert send(employer, few).good == 1
    assert enrolment.spells_of(person_id=person.pk).count() == 1
    outcome = send(make_employer(2), {**few, "name": "王大明"})
    assert told(outcome) == [(6, "name", "name_differs")]


def test_good_rows_go_ahead_and_bad_ones_come_back_marked(make_employer):
    employer = make_employer()
    bad_id = {**NEW, "id_number": "440402198503121", "name": "李红"}
    bad_place = {
        **NEW,
        "id_number": id_number(sequence=103),
        "household_place": "999999",
        "phone": "12",
    }
    outcome = send(employer, NEW, bad_id, bad_place)
    assert (outcome.good, outcome.bad) == (1, 2)
    assert told(outcome) == [
        (7, "id_number", "id_15_digits"), (8, "household_place", "household_place_unknown"),
        (8, "phone", "phone_shape"),
    ]  # fmt: skip
    assert [one.letter for one in outcome.findings] == ["A", "D", "G"]
    _, _, content = documents.fetch(file_id=outcome.marked_file_id)
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows, problems = book.worksheets
    assert rows["A4"].fill.fgColor.rgb.endswith("FFC7CE")
    assert "15位" in rows["A4"].comment.text
    assert "done" in rows["U3"].value
    assert [cell.value for cell in problems["A"]][1:] == [7, 8, 8]
    assert registry.person_by_id_number(id_number=bad_place["id_number"]) is None


def test_a_marked_file_is_corrected_and_sent_again(make_employer):
    employer = make_employer()
    outcome = send(employer, {**NEW, "name": "王 小明"})
    _, _, content = documents.fetch(file_id=outcome.marked_file_id)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0]["B3"] = "王小明"
    again = io.BytesIO()
    book.save(again)
    outcome = insure.submit_file(employer_id=employer.pk, submission=sending(again.getvalue()))
    assert (outcome.good, outcome.bad) == (1, 0)


@pytest.mark.parametrize(
    ("wrong", "key", "code"),
    [
        ({"id_number": 440402198503121015}, "id_number", "id_stored_as_number"),
        ({"id_number": "４４０４０２１９８５０３１２１０１５"}, "id_number", "full_width"),
        ({"id_number": dt.date(1985, 3, 12)}, "id_number", "cell_is_no_text"),
        ({"id_number": ""}, "id_number", "cell_missing"),
        ({"name": "王\ue81e"}, "name", "name_private_use"),
        ({"name": 5.5}, "name", "name_shape"),
        ({"name": dt.date(2025, 1, 1)}, "name", "cell_is_no_text"),
        ({"from_month": "去年"}, "from_month", "month_unreadable"),
        ({"from_month": "2025-13"}, "from_month", "month_unreadable"),
        ({"from_month": 45931}, "from_month", "month_unreadable"),
        ({"from_month": 20251}, "from_month", "month_unreadable"),
        ({"from_month": "２０２５-10"}, "from_month", "full_width"),
        ({"reason": "想来就来"}, "reason", "choice_unknown"),
        ({"person_kind": "超龄从业人员（单工伤）"}, "person_kind", "insurance_not_for_kind"),
        ({"pension": "也许"}, "pension", "choice_unknown"),
        ({"ethnic_code": ""}, "ethnic_code", "ethnic_code_missing"),
        ({"ethnic_code": "火星族"}, "ethnic_code", "unknown_code"),
        ({"work_started_month": "1990-01"}, "work_started_month", "date_order"),
        ({"from_month": "2009-12"}, "from_month", "employer_not_open"),
        (dict.fromkeys(insure.INSURANCES, ""), "pension", "no_insurance"),
        ({"id_number": id_number(sequence=102)}, "retirement_category", "field_missing"),
    ],
)
def test_each_bad_cell_is_told_by_row_column_reason_and_fix(make_employer, wrong, key, code):
    employer = make_employer()
    outcome = send(employer, {**NEW, **wrong})
    assert told(outcome) == [(6, key, code)]
    (finding,) = outcome.findings
    assert finding.problem.next_step_zh
    assert registry.Person.objects.count() == 0
    assert enrolment.Spell.objects.count() == 0


@pytest.mark.parametrize(
    "month", ["2025-10", "2025/10", "202510", "2025年10月", 202510, dt.date(2025, 10, 1)]
)
def test_a_month_is_read_however_it_is_typed(make_employer, month):
    employer = make_employer()
    assert send(employer, {**NEW, "from_month": month}).bad == 0
    assert len(enrolment.members(employer_id=employer.pk, month=OCTOBER)) == 1


def test_the_same_person_twice_is_refused_both_times(make_employer):
    outcome = send(make_employer(), NEW, {**NEW, "from_month": "2025-11"})
    assert told(outcome) == [(6, "id_number", "row_repeated"), (7, "id_number", "row_repeated")]
    assert "第 6、7 行" in outcome.findings[0].problem.zh


def test_a_form_of_another_employer_changes_nothing(make_employer):
    employer, other = make_employer(1), make_employer(2)
    content = filled(insure, NEW, uscc=other.uscc)
    with pytest.raises(Refused) as refusal:
        insure.submit_file(employer_id=employer.pk, submission=sending(content))
    assert refusal.value.codes == ("other_employer",)
    assert registry.Person.objects.count() == 0


def zipped_zeros():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("zeros", b"\0" * 2**20)
    return made.getvalue()


def merged():
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    for number, column in enumerate(insure.FORM.columns):
        sheet.write(0, number, column.zh)
    sheet.merge_range("A2:B2", "王小明")
    book.close()
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\0" * (10 * 2**20), "file_not_a_workbook"),
        (b"\0" * (10 * 2**20 + 1), "file_too_big"),
        ("姓名,证件号码\n王小明,4404".encode("gb18030"), "file_not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_legacy_xls"),
        (b"PK\x03\x04 broken", "file_damaged"),
        (zipped_zeros(), "file_damaged"),
        (merged(), "merged_cells"),
    ],
)
def test_a_file_that_is_no_form_is_refused_whole(make_employer, content, code):
    employer = make_employer()
    with pytest.raises(Refused) as refusal:
        insure.submit_file(employer_id=employer.pk, submission=sending(content))
    assert refusal.value.codes == (code,)
    assert documents.File.objects.count() == 0


def test_a_form_without_its_header_is_refused_with_what_is_missing(make_employer):
    employer = make_employer()
    content = filled(change, {"change": "减少", "id_number": id_number(), "name": "王小明"})
    with pytest.raises(Refused) as refusal:
        insure.submit_file(employer_id=employer.pk, submission=sending(content))
    assert refusal.value.codes == ("header_missing",)
    assert "参保起始年月" in refusal.value.problems[0].zh


def test_the_api_takes_the_same_rows_as_the_file(make_employer):
    employer = make_employer()
    outcome = insure.submit_records(
        employer_id=employer.pk, submission=sending(),
        records=[{**NEW, "pension": True}, {**NEW, "id_number": "1", "pension": "maybe"}],
    )  # fmt: skip
    assert (outcome.good, outcome.received_file_id) == (1, None)
    assert told(outcome) == [(2, "pension", "choice_unknown")]


def report(employer, **changed):
    row = {
        "change": "减少", "id_number": id_number(), "name": "王小明", "insurances": "全部",
        "month": "2025-10", "reason": "本人辞职", **changed,
    }  # fmt: skip
    return send(employer, row, form=change)


@pytest.fixture
def insured(make_employer):
    employer = make_employer()
    send(employer, {**NEW, "from_month": "2025-06"})
    return employer, registry.person_by_id_number(id_number=NEW["id_number"])


def pension(person):
    return [
        (spell.span.lower.month, spell.span.upper.month if spell.span.upper else None, spell.status)
        for spell in enrolment.spells_of(person_id=person.pk, insurance=1)
    ]


def test_a_year_of_changes_is_reported_with_the_change_form(insured):
    employer, person = insured
    steps = [
        {"change": "暂停", "month": "2025-08", "reason": "暂停缴费"},
        {
            "change": "恢复",
            "month": "2025-09",
            "reason": "恢复缴费",
            "insurances": "养老 医疗、失业,工伤和生育保险",
        },
        {"change": "减少", "month": "2025-10", "reason": "转出"},
        {
            "change": "增加",
            "month": "2025-12",
            "reason": "新录用",
            "person_kind": "职工",
            "insurances": "养老",
        },
    ]
    for step in steps:
        assert told(report(employer, **step)) == []
    assert pension(person) == [
        (6, 8, "active"), (8, 9, "suspended"), (9, 11, "active"), (12, None, "active"),
    ]  # fmt: skip
    assert enrolment.spells_of(person_id=person.pk, insurance=4).last().leave_reason == "transfer"


@pytest.mark.parametrize(
    ("wrong", "key", "code"),
    [
        ({"id_number": id_number(sequence=107)}, "id_number", "person_unknown"),
        ({"id_number": id_number()[:17]}, "id_number", "id_shape"),
        ({"name": "王大明"}, "name", "name_differs"),
        ({"reason": "新录用"}, "reason", "reason_unfit"),
        ({"insurances": "大病"}, "insurances", "insurances_unreadable"),
        ({"insurances": "养老 大病"}, "insurances", "insurances_unreadable"),
        ({"month": "2025-05"}, "month", "not_insured_here"),
        ({"change": "恢复", "reason": "恢复缴费"}, "month", "not_insured_here"),
        ({"change": "增加", "reason": "新录用"}, "person_kind", "kind_missing"),
        (
            {"change": "增加", "reason": "新录用", "person_kind": "职工"},
            "month",
            "insured_here_already",
        ),
    ],
)
def test_a_change_that_cannot_be_is_told_and_not_recorded(insured, wrong, key, code):
    employer, person = insured
    assert told(report(employer, **wrong)) == [(6, key, code)]
    assert pension(person) == [(6, None, "active")]


def test_employers_are_registered_from_a_form():
    row = {
        "uscc": credit_code_numbered(5), "name": "珠海第五有限公司", "kind": "企业",
        "industry_code": "制造业",
        "size_class": "中型", "injury_rate_class": 4, "place": "440404",
        "registered_on": "2020-05-06",
    }  # fmt: skip
    bad = {**row, "uscc": "91350100M000100Y44", "injury_rate_class": "九", "place": "999999"}
    outcome = employers.submit_file(submission=sending(filled(employers, row, bad)))
    assert (outcome.good, told(outcome)) == (1, [
        (5, "injury_rate_class", "number_unreadable"), (5, "uscc", "credit_code_check"),
        (5, "place", "place_unknown"),
    ])  # fmt: skip
    assert registry.employer_by_uscc(uscc=row["uscc"]).registered_on == dt.date(2020, 5, 6)
    again = employers.submit_records(records=[row], submission=sending())
    assert told(again) == [(1, "uscc", "employer_exists")]


def test_two_records_insured_in_the_same_months_are_not_merged(insured, make_person, evidence):
    employer, person = insured
    duplicate = make_person(id_number=id_number(sequence=105))
    enrolment.join(
        person_id=duplicate.pk, employer_id=employer.pk, insurances=[1], from_month=OCTOBER,
        person_kind="employee",
        record=enrolment.Recording(reason="employment", known_on=TODAY, actor="c", at=NOW),
    )  # fmt: skip
    both = {
        "survivor_id": person.pk, "duplicate_id": duplicate.pk, "reason": "重复登记",
        "evidence_file_id": evidence, "actor": "reviewer", "at": NOW,
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        unify.merge(**both)
    assert refusal.value.codes == ("merge_overlap",)
    assert registry.resolve(person_id=duplicate.pk) == duplicate.pk
    enrolment.cancel(
        person_id=duplicate.pk, employer_id=employer.pk, insurances=[1], from_month=OCTOBER,
        record=enrolment.Recording(reason="重复参保", known_on=TODAY, actor="c", at=NOW),
    )  # fmt: skip
    unify.merge(**both)
    assert registry.resolve(person_id=duplicate.pk) == person.pk
    unify.split(duplicate_id=duplicate.pk, reason="核实为两人", actor="reviewer", at=NOW)
    assert registry.resolve(person_id=duplicate.pk) == duplicate.pk
