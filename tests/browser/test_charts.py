"""A chart says what its table says, to the eye, the ear and the keyboard; and where it is not drawn the table stands."""

from __future__ import annotations

import re
from typing import Any

import pytest

from renshe.domains.registry.api import Employer, load_places
from tests.browser.chromium import PHONE, Look
from tests.browser.conftest import Site

PLACES = "/finance/months/2025-10/places/"
# What ECharts holds of each drawing, beside the words of the table that it was made from.
DRAWN = """async () => {
  const script = document.querySelector("script[data-library]");
  const { getInstanceByDom } = await import(script.dataset.library);
  return [...document.querySelectorAll(`table[data-drawn=""]`)].map((table) => {
    const place = [...document.querySelectorAll(`table[data-drawn=""]`)].indexOf(table);
    const drawing = document.querySelectorAll(".chart-drawing")[place];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    return {
      kind: table.dataset.chart,
      drawn: getInstanceByDom(drawing).getOption().series.map((one) => one.data.map((it) => it.value ?? it)),
      said: heads.flatMap((head, at) => ("series" in head.dataset ? [rows.map((row) => row.cells[at].textContent.trim())] : [])),
      role: drawing.getAttribute("role"),
      label: drawing.getAttribute("aria-label"),
      caption: table.caption.textContent.trim(),
      words: drawing.textContent,
      patterns: drawing.querySelectorAll("pattern").length,
    };
  });
}"""


@pytest.fixture
def streets(site: Site) -> Site:
    """The site of a town whose first two employers are registered with streets."""
    load_places(city="shanghai")
    for unit, place in zip(site.town.city.employers[:2], ("310112001", "310112114"), strict=True):
        Employer.objects.filter(pk=unit.pk).update(place=place)
    return site


def open_page(page: Any, path: str) -> None:
    """Go there and wait until everything is drawn."""
    page.goto(path)
    page.locator("table[data-chart]:not([data-drawn])").first.wait_for(state="detached")


def figures(said: list[str]) -> list[float | None]:
    """The figures of a column as numbers; a dash is none."""
    return [
        float(re.sub(r"[,%]", "", word).replace("−", "-")) if re.search(r"\d", word) else None
        for word in said
    ]


def drawn_on(site: Site, path: str, *, look: Look | None = None) -> list[dict[str, Any]]:
    """The drawings of a page as the accountant sees them."""

    def read(page: Any) -> list[dict[str, Any]]:
        open_page(page, path)
        return page.evaluate(DRAWN)

    return site.see(read, account="accountant", look=look)


@pytest.mark.parametrize("path", ["/gallery/", PLACES, "/finance/months/2025-10/"])
def test_what_is_drawn_is_what_the_table_says(streets: Site, path: str) -> None:
    charts = drawn_on(streets, path)
    assert charts
    for chart in charts:
        wanted = [figures(column) for column in chart["said"]]
        got = [
            [None if one == "-" or one != one else one for one in series]  # NaN is unlike itself
            for series in chart["drawn"]
        ]
        assert got == wanted, chart["caption"]
        assert chart["role"] == "img"
        assert chart["caption"] in chart["label"]


def test_every_kind_can_be_told_apart_without_colour(site: Site) -> None:
    charts = {chart["kind"]: chart for chart in drawn_on(site, "/gallery/")}
    assert set(charts) == {"bars", "stacked", "lines", "tiles"}
    assert charts["bars"]["patterns"] >= 2
    assert charts["stacked"]["patterns"] >= 2
    assert charts["tiles"]["patterns"] >= 3
    for word in ("A", "100%", "97.4%", "88.1%", "61.5%"):
        assert word in charts["tiles"]["words"]


def test_without_a_script_the_tables_stand_open_and_nothing_pretends_to_be_a_chart(
    site: Site,
) -> None:
    def read(page: Any) -> tuple[int, int, int]:
        page.goto("/gallery/")
        plain = page.context.browser.new_context(
            java_script_enabled=False, storage_state=page.context.storage_state()
        )
        try:
            bare = plain.new_page()
            bare.goto(site.address + "/gallery/")
            cells = bare.locator("table[data-chart] td")
            seen = sum(cells.nth(at).is_visible() for at in range(cells.count()))
            legends = bare.locator(".chart .legend:visible").count()
            return seen, cells.count(), legends + bare.locator(".chart-face").count()
        finally:
            plain.close()

    seen, cells, pretended = site.see(read, account="accountant")
    assert seen == cells > 0
    assert pretended == 0


def test_the_arrow_keys_read_a_chart_aloud_and_enter_leads_on_from_a_tile(site: Site) -> None:
    def press(page: Any) -> dict[str, Any]:
        said: dict[str, Any] = {}
        open_page(page, "/gallery/")
        bars = page.locator("#chart .chart-face")
        bars.focus()
        for key in ("ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
        said["second"] = bars.locator("[aria-live]").text_content()
        said["tip"] = bars.locator(".chart-tip").is_visible()
        page.keyboard.press("End")
        said["last"] = bars.locator("[aria-live]").text_content()
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)
        said["tip after"] = bars.locator(".chart-tip").is_visible()
        page.locator("#tile_map .chart-face").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        said["led to"] = page.url.partition("#")[2]
        return said

    assert site.see(press, account="accountant") == {
        "second": "8：A 135,000.00；B 96,000.00；C 42,000.00",
        "tip": True,
        "last": "10：A 140,000.00；B 99,000.00；C 41,000.00",
        "tip after": False,
        "led to": "tile_map",
    }


def test_a_tile_leads_to_the_bills_of_its_place(streets: Site) -> None:
    def follow(page: Any) -> tuple[str, int]:
        open_page(page, PLACES)
        page.locator("table[data-chart] tbody a").first.click()
        return page.url, page.locator("table tbody tr").count()

    url, bills = streets.see(follow, account="accountant")
    assert PLACES in url
    assert bills > 0


def test_a_change_of_theme_needs_no_new_drawing_and_paper_gets_its_own_width(site: Site) -> None:
    def look(page: Any) -> dict[str, Any]:
        fill = "getComputedStyle(document.querySelector('#chart .chart-drawing path[fill*=\"--series-1\"]')).fill"
        wide = "document.querySelector('#chart .chart-drawing svg').getBoundingClientRect().width"
        open_page(page, "/gallery/")
        said = {"light": page.evaluate(fill), "screen": page.evaluate(wide)}
        page.evaluate("document.documentElement.dataset.theme = 'contrast'")
        said["contrast"] = page.evaluate(fill)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        said |= {"paper": page.evaluate(fill), "printed": page.evaluate(wide)}
        said["table"] = page.locator("#chart table td").first.is_visible()
        return said

    said = site.see(look, account="accountant")
    assert len({said["light"], said["contrast"], said["paper"]}) == 3
    assert said["printed"] <= 660 < said["screen"]
    assert said["table"]


def test_the_library_is_fetched_once_and_by_pages_with_a_chart_alone(site: Site) -> None:
    def asked(page: Any) -> list[str]:
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        open_page(page, "/gallery/")
        page.goto("/finance/open-items/")
        page.wait_for_load_state("networkidle")
        return [url for url in fetched if "echarts" in url or url.endswith("charts.js")]

    assert [url.rpartition("/")[2] for url in site.see(asked, account="accountant")] == [
        "charts.js",
        "echarts.js",
    ]


def test_where_the_library_does_not_come_the_tables_take_the_room_back(site: Site) -> None:
    def block(page: Any) -> tuple[int, list[str]]:
        page.route("**/vendor/echarts.js", lambda route: route.abort())
        open_page(page, "/gallery/")
        margins = page.evaluate(
            "[...document.querySelectorAll('table[data-chart]')]"
            ".map((it) => getComputedStyle(it.closest('details, .scroll')).marginTop)"
        )
        return page.locator("table[data-chart] td").count(), margins

    cells, margins = site.see(block, account="accountant")
    assert cells > 0
    assert all(float(one.removesuffix("px")) < 40 for one in margins)


def test_nothing_jumps_when_a_chart_comes(streets: Site) -> None:
    def watch(page: Any) -> float:
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver((list) => {"
            " for (const one of list.getEntries()) window.moved += one.value;"
            "}).observe({ type: 'layout-shift', buffered: true });"
        )
        open_page(page, PLACES)
        page.wait_for_timeout(300)
        return float(page.evaluate("window.moved"))

    assert streets.see(watch, account="accountant") < 0.1


def test_on_a_phone_in_large_type_nothing_is_cut_off_and_the_tiles_keep_their_words(
    streets: Site,
) -> None:
    def measure(page: Any) -> tuple[int, int, str]:
        open_page(page, PLACES)
        return (
            page.evaluate("document.documentElement.scrollWidth"),
            page.evaluate("Math.max(...[...document.querySelectorAll('.chart-drawing')].map((it) => it.clientWidth))"),
            page.evaluate("document.querySelector('.chart-drawing').textContent"),
        )  # fmt: skip

    width, drawing, words = streets.see(
        measure, account="accountant", look=Look(type="elderly", size=PHONE)
    )
    assert width <= PHONE[0]
    assert 0 < drawing < PHONE[0]
    assert "街道" in words
