"""What a stranger finds without an account: a guide by everyday words, an honest answer, a paper's truth, nobody's data."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.cases.models import Paper
from renshe.kernel.codes.citation import cite_article
from renshe.laws import library
from renshe.portals.applying import conftest as offered
from renshe.portals.applying.conftest import CODE, EMPLOYERS, Desk
from renshe.portals.applying.test_story import number_in, submitted
from renshe.portals.conftest import Town, demonstration_law
from renshe.portals.public.groups import GROUPS, grouped
from renshe.portals.public.news_items import news_until
from renshe.portals.public.pages.verify import masked
from renshe.services import catalogue

desk = offered.desk


def text_of(address: str, *, status: int = 200) -> str:
    """The page as a stranger sees it."""
    response = Client().get(address)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return response.content.decode()


def test_a_stranger_sees_the_public_home_with_the_way_in(town: Town) -> None:
    page = text_of("/")
    assert 'href="/sign-in/"' in page
    assert "您想办什么事" in page
    assert "进入我的页面" not in page
    assert 'href="/home/"' in town.browser("person").get("/").content.decode()


def test_a_stranger_finds_a_guide_in_everyday_words(town: Town, desk: Desk) -> None:
    page = text_of("/guides/?q=退钱")
    assert f'href="/guides/{CODE}/"' in page.partition("</section>")[0]
    guide = text_of(f"/guides/{CODE}/")
    for said in (
        "误缴退费", "20个工作日", "缴费凭证", "上传照片或 PDF", "可以承诺10个工作日内补交", "不用交，由我们核验",
        "《社会保险经办条例》第三十条", "5个工作日内告知是否受理", "超过10,000.00元的，须三个人办理", "退费到账", "60日内",
    ):  # fmt: skip
        assert said in guide, said


def test_a_search_that_finds_nothing_says_so_and_leaves_a_way(town: Town, desk: Desk) -> None:
    page = text_of("/guides/?q=登陆火星")
    assert "没有找到对得上的事项" in page
    assert "12333" in page
    assert f'href="/guides/{CODE}/"' in page  # all groups are still below


def test_what_was_searched_for_is_text_and_no_more() -> None:
    page = text_of("/guides/?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page


def test_a_guide_that_there_is_not_says_where_to_look() -> None:
    assert "办事指南" in text_of("/guides/no.such/", status=409)


def test_every_item_of_the_product_stands_in_a_group_and_has_a_guide(town: Town) -> None:
    items = [one.item for one in catalogue.catalogue().values()]
    assert {item.group for item in items} <= set(GROUPS)
    assert sum(len(group.items) for group in grouped(items)) == len(items)
    for item in items:
        page = text_of(f"/guides/{item.code}/")
        assert item.name.zh in page
        for article in item.basis:
            assert cite_article(article.instrument, article.article) in page


def test_every_everyday_word_of_every_item_finds_it(town: Town) -> None:
    lost = [
        f"{item.code}: {word}"
        for item in (one.item for one in catalogue.catalogue().values())
        for word in item.words
        if item.code not in {found.code for found in catalogue.search(word)}
    ]
    assert not lost, "\n".join(lost)


def issued(town: Town, desk: Desk, *, code: str = CODE, who: str = "person") -> Paper:
    """A receipt of a case."""
    base = submitted(town.browser(who), code)
    desk.accept(number_in(base))
    (paper,) = cases.papers_of(case=cases.case_by_number(number=number_in(base)))
    return paper


def test_anybody_verifies_a_paper_and_sees_masked_data_only(town: Town, desk: Desk) -> None:
    paper = issued(town, desk)
    person = town.city.people[0]
    typed = f"{paper.code[:5].lower()}-{paper.code[5:].lower()}"
    answer = Client().get("/verify/", {"code": typed})
    assert answer["Location"] == f"/verify/{paper.code}/"
    page = text_of(answer["Location"])
    for said in ("现在有效", "受理回执", paper.number, "上海市闵行区人力资源和社会保障部门"):
        assert said in page
    for secret in (person.name, person.id_number, str(paper.case.number), "8月"):
        assert secret not in page, secret


def test_an_employers_name_is_not_told_in_full_either(town: Town, desk: Desk) -> None:
    paper = issued(town, desk, code=EMPLOYERS, who="clerk")
    assert town.city.employers[0].name not in text_of(f"/verify/{paper.code}/")


def test_a_code_that_was_never_issued_an_expired_and_a_revoked_paper_are_told_apart(
    town: Town, desk: Desk
) -> None:
    assert "没有这个验证码" in text_of("/verify/ZZZZZ99999/", status=404)
    paper = issued(town, desk)
    Paper.objects.filter(pk=paper.pk).update(valid_until=dt.date(2025, 10, 30))
    assert "已过有效期" in text_of(f"/verify/{paper.code}/")
    Paper.objects.filter(pk=paper.pk).update(revoked_at=paper.issued_at)
    page = text_of(f"/verify/{paper.code}/")
    assert "已经撤销" in page
    assert "现在有效" not in page


def test_a_figure_of_a_certificate_can_be_compared_and_not_read(town: Town) -> None:
    assert masked("12,345.67") == "1*******7"
    assert masked("313") == "3*3"
    assert masked("12") == "1*"
    assert masked("7") == "7"


def test_a_form_without_a_code_says_what_is_missing() -> None:
    assert "没有填写验证码" in text_of("/verify/?code=--")


def test_the_retirement_calculator_answers_with_the_way_it_is_found(town: Town) -> None:
    with demonstration_law():
        page = text_of("/calculators/retirement/?place=310000&born=1985-06&category=M60")
        assert "2048年" in page  # born June 1985: sixty-three in June 2048
        explained = re.search(r'href="(/calculators/retirement/legal_[^"]+)"', page)
        assert explained
        tree = text_of(explained[1].replace("&amp;", "&"))
    assert "用到的每一个数" in tree
    assert "1985年6月" in tree


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("place=310000&born=1985&category=M60", "无法识别"),
        ("place=310000&born=1985-06", "没有填写"),
        ("place=999999&born=1985-06&category=M60", "不在可选值之列"),
        ("place=310000&born=2031-06&category=M60", "不在可以计算的范围内"),
    ],
)
def test_what_cannot_be_computed_is_said_at_its_question(query: str, why: str, town: Town) -> None:
    assert why in text_of(f"/calculators/retirement/?{query}")


def test_the_contribution_calculator_adds_up_and_each_amount_is_explained(town: Town) -> None:
    with demonstration_law():
        page = text_of("/calculators/contribution/?place=310000&kind=employee&wage=8000&injury=3")
        amounts = re.findall(r'href="(/calculators/contribution/\w+/[^"]+)"[^>]*>([\d,.]+)<', page)
        assert len(amounts) == 8  # the base, and seven shares
        for address, shown in amounts:
            assert shown in text_of(address.replace("&amp;", "&"))
        flexible = text_of("/calculators/contribution/?place=310000&kind=flexible&wage=8000")
    assert "1,600.00" in flexible
    assert "失业保险" not in flexible


def test_an_address_of_an_explanation_without_answers_leads_back_to_the_questions() -> None:
    answer = Client().get("/calculators/contribution/pension_base/")
    assert answer["Location"] == "/calculators/contribution/"
    text_of("/calculators/contribution/no_such_target/", status=404)


def test_news_is_dated_in_both_languages_and_not_told_before_its_day() -> None:
    items = news_until(dt.date(2025, 10, 31))
    assert items
    assert news_until(dt.date(2024, 12, 31)) == []
    assert "retirement-age-2025" in {one.slug for one in news_until(dt.date(2025, 1, 1))}
    for item in items:
        told = (item.title, *item.paragraphs, *([item.source] if item.source else ()))
        for words in told:
            assert words.zh
            assert not re.search(r"[\u3400-\u9fff]", words.en)
        assert item.title.zh in text_of(f"/news/{item.slug}/")
    text_of("/news/no-such-news/", status=404)


def test_news_of_the_law_says_what_the_law_computes_and_names_its_instrument() -> None:
    """A figure that is told to everybody is the one that is charged."""
    law = {item.slug: item for item in news_until(dt.date(2025, 10, 31)) if item.source}
    assert len(law) >= 4
    with demonstration_law():
        for slug, place in (("base-shanghai-2025", "310000"), ("base-guangdong-2025", "440400")):
            text = "".join(words.zh for words in law[slug].paragraphs)
            for target in ("pension_base_floor", "pension_base_cap"):
                found = library.explain(target, {}, place=place, on=dt.date(2025, 10, 1))
                assert f"{int(found.value) // 100:,}元" in text, (slug, target)
    for item in law.values():
        page = text_of(f"/news/{item.slug}/")
        assert item.source is not None
        assert item.source.zh in page
        if item.see:
            text_of(item.see[0])


def test_a_page_that_is_not_there_says_so_in_chinese_first_and_in_the_language_that_was_chosen(
    town: Town,
) -> None:
    """A browser made abroad does not decide; the reader's switch does."""
    foreign = {"Accept-Language": "en-US"}
    answer = Client().get("/no/such/page/", headers=foreign)
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    reader = Client()
    reader.cookies["renshe_display"] = "en.auto.normal"
    assert "Page not found" in reader.get("/no/such/page/").content.decode()
