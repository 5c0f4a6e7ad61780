"""Made-up contexts of the page of places, for tests of templates. Nobody in them exists."""

from datetime import date

from renshe.portals.finance.collection import CollectionByPlace, PlaceRow
from renshe.portals.finance.pages.place import BillRow, PlacePage
from renshe.portals.layout.maps import grades
from renshe.portals.layout.paging import Following

OCTOBER = 2025 * 12 + 9
AS_OF = date(2025, 10, 31)


def _row(name: str, tile: str, grade: str, rate: str) -> PlaceRow:
    return PlaceRow(
        name=name,
        url="/p" if grade else "",
        tile=tile,
        grade=grade,
        bills=12,
        heads=340,
        due_fen=8_128_000_00,
        received_fen=7_700_000_00,
        late_fen=428_000_00,
        rate=rate,
    )


def place_page(*, bills: bool = False, empty: bool = False) -> PlacePage:
    """A district with streets of every class, or one street's bills."""
    rows = (
        _row("莘庄镇", "0,0", "3", "100%"),
        _row("七宝镇", "1,0", "2", "97.4%"),
        _row("江川路街道", "1,1", "0", "61.5%"),
        _row("古美街道", "0,1", "", "—"),
        _row("闵行区", "", "1", "88.1%"),
    )
    whole = CollectionByPlace(
        period=OCTOBER,
        as_of=AS_OF,
        by_street=True,
        arranged=not bills,
        rows=rows,
        grades=grades(),
        bills=60,
        heads=1_700,
        due_fen=40_640_000_00,
        received_fen=38_500_000_00,
        late_fen=2_140_000_00,
        rate="94.7%",
    )
    bill = BillRow(
        url="/b",
        number=45,
        payer="上海第一工厂",
        payer_code="913101120000000012",
        kind="regular",
        heads=24,
        total_fen=1_200_000,
        received_fen=1_000_000,
        open_fen=200_000,
        due_on=date(2025, 10, 25),
        state="part_received",
    )
    return PlacePage(
        name="闵行区莘庄镇" if bills else "",
        own=bills,
        streets=not bills,
        period=OCTOBER,
        month_url="/m",
        places_url="/p",
        collection=None if bills or empty else whole,
        bills=(bill,) if bills else (),
        following=Following(after="", next_after="45", shown=1, total=None) if bills else None,
    )
