"""Every page is drawn from a made-up context, in both languages, and held to the rules that all pages keep."""

import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from renshe.portals.layout.display import Display
from renshe.portals.layout.portal import Portal

HERE = Path(__file__).parent
PORTALS = (
    "signin", "employer", "citizen", "finance", "public", "applying", "casework", "counter",
    "administration", "developer", "gallery", "institution", "land", "community", "helping",
)  # fmt: skip
SAMPLES = {
    key: (portal, make)
    for portal in PORTALS
    for key, make in import_module(f"renshe.portals.{portal}.test_samples").PAGES.items()
}
ALL = sorted(SAMPLES)


class Undefined(str):
    """Stands in for a variable that the context does not have, and says which."""

    def __contains__(self, text: object) -> bool:
        return text == "%s" or super().__contains__(str(text))

    def __mod__(self, variable: Any) -> str:
        raise AssertionError(f"the page's context has no {variable!r}")


@pytest.fixture(autouse=True)
def loud_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Undefined("%s"))


def portal_of(name: str) -> Portal:
    module = import_module(f"renshe.portals.{name}.portal")
    return next(one for one in vars(module).values() if isinstance(one, Portal))


def request_of(display: Display) -> HttpRequest:
    request = RequestFactory().get("/somewhere/?page=2")
    request.user = SimpleNamespace(display_name="陈会计", is_active=True)  # type: ignore[assignment]
    request.session = {}  # type: ignore[assignment]
    request.display = display  # type: ignore[attr-defined]
    return request


def drawn(key: str, *, language: str = "zh", type: str = "normal") -> str:
    """The page as HTML."""
    portal, make = SAMPLES[key]
    display = Display(language=language, type=type)
    with translation.override(display.django_language):
        response = portal_of(portal).render(
            request_of(display), template=key.partition("#")[0], context=make()
        )
    return response.content.decode()


def test_every_template_of_a_page_has_a_sample() -> None:
    pages = {str(path.relative_to(HERE)) for path in HERE.glob("*/pages/*.html")}
    assert pages <= {key.partition("#")[0] for key in SAMPLES}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", ALL)
def test_a_page_is_drawn_with_nothing_missing(key: str, language: str) -> None:
    page = drawn(key, language=language)
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in page
    assert page.count("<h1>") == 1
    assert "<main" in page
    assert "None" not in re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize("key", ALL)
def test_a_page_asks_nothing_of_other_sites_and_has_no_script_or_style_of_its_own(key: str) -> None:
    page = drawn(key)
    assert not re.search(
        r'<script(?! src="/static/)|<style|<iframe(?! [^>]*src="/)|\bstyle=|\bon[a-z]+=|javascript:',
        page,
    )
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)


@pytest.mark.parametrize("key", ALL)
def test_what_can_be_pressed_or_filled_has_a_name_and_forms_are_guarded(key: str) -> None:
    page = drawn(key)
    for number in re.findall(r'<(?:input|select)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', page):
        assert f'<label for="{number}"' in page
    for form in re.findall(r'<form method="post".*?</form>', page, re.DOTALL):
        assert "csrfmiddlewaretoken" in form
    assert not re.search(r"<(?:a|button)[^>]*>\s*</(?:a|button)>", page)


@pytest.mark.parametrize("key", ALL)
def test_ids_of_a_page_are_unique(key: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', drawn(key))
    assert len(ids) == len(set(ids))


def test_every_amount_on_a_persons_pages_can_be_explained() -> None:
    bare = []
    for key in ALL:
        if key.startswith("citizen/"):
            bare += [
                f"{key}: {text}"
                for text in re.findall(r'<span class="amount">([^<]+)</span>', drawn(key))
                if text != "—"
            ]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("chart_page", ["employer/pages/month.html", "citizen/pages/account.html"])
def test_a_chart_is_a_table_that_stands_open_and_has_every_figure(chart_page: str) -> None:
    page = drawn(chart_page)
    table = re.search(
        r'<details data-fold open>.*?(<table data-chart="\w+">.*?</table>)', page, re.DOTALL
    )
    assert table is not None
    drawn_columns = len(re.findall(r"<th [^>]*data-series", table[1]))
    rows = len(re.findall(r'<th scope="row" data-short="\S+">', table[1]))
    assert drawn_columns * rows == len(re.findall(r'<td class="money">[\d,.]+</td>', table[1])) > 0
    assert page.count('<script src="/static/portals/charts.js" type="module"') == 1


def test_the_states_of_months_can_be_told_apart_without_colour() -> None:
    page = drawn("citizen/pages/contributions.html")
    cells = re.findall(r'<li class="cell (\w+)"[^>]*><span aria-hidden="true">([^<]*)</span>', page)
    marks: dict[str, set[str]] = {}
    for state, mark in cells:
        marks.setdefault(state, set()).add(re.sub("[A-Z]", "A", mark))
    assert set(marks) == {"paid", "owed", "pending", "gap", "deemed", "none"}
    assert len({frozenset(signs) for signs in marks.values()}) == len(marks)


def test_the_elderly_mode_keeps_everything() -> None:
    for key in ALL:
        ordinary, large = drawn(key), drawn(key, type="elderly")
        assert large.count("<a ") == ordinary.count("<a ")
        assert large.count("<td") == ordinary.count("<td")
