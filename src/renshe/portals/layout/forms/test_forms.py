"""A form on a page: nothing typed is lost, questions stand below the answer they wait for, files are what they are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils import translation

from renshe.domains.cases.api import Item, load_item, read_form
from renshe.domains.cases.conftest import ITEM
from renshe.domains.registry.models import Place
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.fields import form_view
from renshe.portals.layout.forms.places import place_code, place_suggestions, place_words
from renshe.portals.layout.forms.reading import answers_read, in_words
from renshe.portals.layout.forms.steps import answers, step_of, steps_of
from renshe.portals.layout.forms.test_uploads import png
from renshe.portals.layout.forms.uploads import MOST_BYTES, Sent, read_upload

TODAY = dt.date(2025, 10, 31)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = png()
LONGER = """
  - {key: id_number, zh: 证件号码, en: Id number, kind: id_number, required: true, sensitive: true}
  - {key: holder_name, zh: 户名, en: Name, kind: text, required: true, sensitive: true}
  - {key: where, zh: 地点, en: Where, kind: place, required: false}
  - {key: sure, zh: 已核对, en: Checked, kind: mark, required: true}
materials:"""


@pytest.fixture
def item(tmp_path: Path) -> Item:
    path = tmp_path / "service.yaml"
    path.write_text(ITEM.replace("\nmaterials:", LONGER, 1), encoding="utf-8")
    return load_item(path)


def test_a_question_brings_the_ones_that_wait_for_its_answer(item: Item) -> None:
    steps = steps_of(item, most=3)
    assert steps == [["month", "amount", "why", "other"], ["id_number", "holder_name"], ["where", "sure"]]  # fmt: skip
    assert step_of(item, "other", most=3) == 1


def test_no_step_is_left_with_a_single_question_where_it_can_be_helped(item: Item) -> None:
    assert [len(step) for step in steps_of(item, most=6)] == [5, 3]


def test_what_was_typed_wrong_is_shown_again_as_it_was_typed(item: Item) -> None:
    given = {"month": "去年八月", "amount": "八百", "why": "twice"}
    _values, wrong = read_form(item, given, today=TODAY)
    with translation.override("zh-hans"):
        view = form_view(item, given, wrong, only=steps_of(item)[0])
        page = render_to_string("layout/forms/form.html", {"form": view})
    assert 'value="去年八月"' in page
    assert 'type="text" inputmode="text"' in page  # a month picker would have swallowed it
    assert 'value="八百"' in page
    assert [line.id for line in view.lines] == ["f-month", "f-amount"]
    for line in view.lines:
        assert f'id="{line.id}"' in page


def test_a_follow_up_question_stands_below_its_answer(item: Item) -> None:
    view = form_view(item, {}, {}, only=["why", "other"])
    (why,) = view.questions
    assert [[below.key for below in option.follows] for option in why.options] == [[], ["other"]]
    page = render_to_string("layout/forms/form.html", {"form": view})
    assert page.index('class="follows"') > page.index('value="other"')


def test_what_an_answer_hides_is_dropped_and_the_rest_is_kept(item: Item) -> None:
    earlier = {"month": "2025-08", "why": "other", "other": "发错了", "sure": True}
    given = answers(item, ["why", "other"], {"why": "twice", "other": "发错了"}, earlier)
    assert given == {"month": "2025-08", "why": "twice", "sure": True}


def test_a_box_that_was_cleared_is_cleared(item: Item) -> None:
    given = answers(item, ["where", "sure"], {"where": "上海市闵行区"}, {"sure": True})
    assert given == {"where": "310112", "sure": ""}


@pytest.mark.django_db
def test_streets_and_communities_are_written_by_name_and_shown_by_name() -> None:
    """Two streets of one name need their district; a code is shown with all of its parts."""
    above = Place.objects.create(code="310000", name="上海市", level="province", source="test")
    for code, name in (
        ("310112999", "试验镇"),
        ("310112999001", "一号社区"),
        ("310113999", "同名镇"),
        ("310112998", "同名镇"),
    ):
        level = "street" if len(code) == 9 else "community"
        Place.objects.create(code=code, name=name, level=level, parent=above, source="test")
    assert place_code("试验镇") == place_code("上海市闵行区试验镇") == "310112999"
    assert place_code("上海市闵行区 试验镇 一号社区") == "310112999001"
    assert place_code("同名镇") == "同名镇"
    assert place_code("上海市闵行区同名镇") == "310112998"
    assert place_words("310112999001") == "上海市闵行区试验镇一号社区"
    assert "上海市闵行区试验镇一号社区" in place_suggestions()


@pytest.mark.django_db
def test_a_division_may_be_written_by_its_name() -> None:
    assert place_code("上海市闵行区") == place_code("闵行区") == "310112"
    assert place_code("310112") == "310112"
    assert place_code("鼓楼区") == "鼓楼区"  # several cities have one
    assert place_code("桃花源") == "桃花源"
    assert place_words("310112") == "上海市闵行区"


def test_numbers_and_names_are_masked_but_for_whoever_is_about_to_confirm_them(item: Item) -> None:
    kept = {"id_number": "110101199003070038", "holder_name": "欧雪", "amount": 80_000}
    with translation.override("zh-hans"):
        masked = {one.key: one.value for one in answers_read(item, kept)}
        full = {one.key: one.value for one in answers_read(item, kept, full=True)}
    assert masked["id_number"] == "1101**********0038"
    assert masked["holder_name"] == "欧*"
    assert (full["id_number"], full["holder_name"]) == ("110101199003070038", "欧雪")
    assert masked["amount"] == "800.00 元"
    assert "other" not in masked  # nobody asked it


def test_every_kind_is_said_in_words(item: Item) -> None:
    with translation.override("zh-hans"):
        assert in_words(item.field("month"), 24307) == "2025年8月"
        assert in_words(item.field("why"), "twice") == "重复缴费"
        assert in_words(item.field("sure"), True) == "是"
        assert in_words(item.field("where"), "310112") == "上海市闵行区"
        assert in_words(item.field("where"), None) == ""
    with translation.override("en"):
        assert in_words(item.field("why"), "twice") == "paid twice"


def test_a_file_is_what_its_first_bytes_say_whatever_it_is_called() -> None:
    taken = read_upload(SimpleUploadedFile("扫描件", PNG, content_type="text/html"))
    assert isinstance(taken, Sent)
    assert (taken.name, taken.media_type) == ("扫描件.png", "image/png")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("凭证.pdf", b"MZ\x90\x00", "内容不是其中任何一种"),
        ("page.pdf", b"<html><script>", "内容不是其中任何一种"),
        ("空.pdf", b"", "空的"),
        ("锁.pdf", PDF + b"/Encrypt 5 0 R", "密码"),
        ("动.pdf", PDF + b"/OpenAction << /JavaScript", "程序"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_what_to_do(
    name: str, content: bytes, why: str
) -> None:
    with translation.override("zh-hans"):
        problem = read_upload(SimpleUploadedFile(name, content))
    assert isinstance(problem, Problem)
    assert why in problem.reason
    assert problem.next_step
    assert problem.subject == name


def test_a_file_above_the_limit_is_refused_before_it_is_read() -> None:
    class Huge(SimpleUploadedFile):
        def read(self, *how: object) -> bytes:
            raise AssertionError("it was read")

    file = Huge("大.pdf", PDF)
    file.size = MOST_BYTES + 1
    with translation.override("zh-hans"):
        problem = read_upload(file)
    assert isinstance(problem, Problem)
    assert "20MB" in problem.reason


def test_no_file_is_said_to_be_none() -> None:
    with translation.override("zh-hans"):
        problem = read_upload(None)
    assert isinstance(problem, Problem)
    assert "没有选择文件" in problem.reason
