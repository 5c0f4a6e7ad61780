"""How a period's contributions come in, by street and town: one table, drawn as a tile map."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.contributions.api import PlaceCollection, collection_by_place
from renshe.domains.registry.api import places_within
from renshe.kernel.codes.divisions import divisions
from renshe.kernel.periods import Month, format_month
from renshe.portals.layout.formats import NOTHING
from renshe.portals.layout.maps import Grade, Tile, grade_of, grades, is_arranged, tiles

CITY, DISTRICT, STREET = 4, 6, 9
"""Digits of a code."""
OWN = "own"
MOST_STREETS = 40
"""With more of them the page shows districts, and a district's page its streets."""


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """One street, town or district, fen. `tile` is empty for payers of whom no street is known, `late_fen` is
    principal owed past its day, `rate` the collection rate as words, never rounded up.
    """

    name: str
    url: str
    tile: str
    grade: str
    bills: int
    heads: int
    due_fen: int
    received_fen: int
    late_fen: int
    rate: str


@dataclass(frozen=True, kw_only=True)
class CollectionByPlace:
    """What `finance/parts/collection.html` may use. `arranged`: the tiles lie roughly as the places do."""

    period: int
    as_of: date
    by_street: bool
    arranged: bool
    rows: tuple[PlaceRow, ...]
    grades: tuple[Grade, ...]
    bills: int
    heads: int
    due_fen: int
    received_fen: int
    late_fen: int
    rate: str

    @property
    def has_tiles(self) -> bool:
        """Whether there is a map to draw beside the table."""
        return any(row.tile for row in self.rows)


def collection(
    *, period: Month, as_of: date, within: str = "", drill: bool = True
) -> CollectionByPlace | None:
    """The table of a period, of one district if `within` says so; None where nothing was billed. Two queries.

    Its rows lead to the payers' bills if `drill` says that the reader may see them.
    """
    found = collection_by_place(period=period, as_of=as_of, place_prefix=within)
    if not found:
        return None
    by_street = len(found) <= MOST_STREETS
    outer = within or enclosing(found)
    if by_street:
        names = dict(places_within(outer=outer, level="street").values_list("code", "name"))
        parts = _with_empty(found, names)
    else:
        parts, names = _by_district(found), {}
    placed = tiles(outer=outer, codes=[one.place for one in parts if _is_tile(one, by_street)])
    return CollectionByPlace(
        period=period,
        as_of=as_of,
        by_street=by_street,
        arranged=is_arranged(outer=outer),
        rows=tuple(
            _row(
                one,
                name=_name(one.place, names, by_street),
                tile=placed.get(one.place),
                url=place_address(period=period, place=_slug(one, by_street))
                if one.bills and drill
                else "",
            )
            for one in parts
        ),
        grades=grades(),
        bills=sum(one.bills for one in found),
        heads=sum(one.heads for one in found),
        due_fen=sum(one.due_fen for one in found),
        received_fen=sum(one.received_fen for one in found),
        late_fen=sum(one.late_fen for one in found),
        rate=rate_words(_rate(found)),
    )


def places_address(period: Month) -> str:
    """The address of a period's table by place."""
    return reverse("finance:places", kwargs={"slug": format_month(period)})


def place_address(*, period: Month, place: str) -> str:
    """The address of one place's bills of a period, or of a district's streets."""
    return reverse("finance:place", kwargs={"slug": format_month(period), "place": place})


def rate_words(rate: Fraction | None) -> str:
    """A rate as a percentage with one decimal, cut and not rounded, so that only everything is 100%."""
    if rate is None:
        return NOTHING
    tenths = rate.numerator * 1000 // rate.denominator
    return "100%" if tenths == 1000 else f"{tenths / 10:.1f}%"


def enclosing(found: Sequence[PlaceCollection]) -> str:
    """The district in which the payers are, or the city if they are in several; a few from elsewhere do not count."""
    weights: Counter[str] = Counter()
    for one in found:
        weights[one.place[:CITY]] += one.bills
    city = weights.most_common(1)[0][0]
    districts = {one.place[:DISTRICT] for one in found if one.place.startswith(city)}
    return districts.pop() if len(districts) == 1 else city.ljust(DISTRICT, "0")


def _row(one: PlaceCollection, *, name: str, tile: Tile | None, url: str) -> PlaceRow:
    return PlaceRow(
        name=name,
        url=url,
        tile=f"{tile.column},{tile.row}" if tile else "",
        grade=grade_of(one.collection_rate),
        bills=one.bills,
        heads=one.heads,
        due_fen=one.due_fen,
        received_fen=one.received_fen,
        late_fen=one.late_fen,
        rate=rate_words(one.collection_rate),
    )


def _slug(one: PlaceCollection, by_street: bool) -> str:
    """How an address names a row: a district's own payers are told from the district as a whole."""
    return f"{one.place}-{OWN}" if by_street and len(one.place) <= DISTRICT else one.place


def _is_tile(one: PlaceCollection, by_street: bool) -> bool:
    return len(one.place) > DISTRICT or not by_street


def _name(code: str, names: dict[str, str], by_street: bool) -> str:
    """A street by its own name; a district's own payers say that no street of theirs is known."""
    if len(code) > DISTRICT:
        return names.get(code, code)
    wider = divisions()[code].name if code in divisions() else code
    return _("{place}本级（未分街镇）").format(place=wider) if by_street else wider


def _nothing(place: str) -> PlaceCollection:
    return PlaceCollection(place=place, bills=0, heads=0, due_fen=0, received_fen=0, late_fen=0)


def _with_empty(found: Sequence[PlaceCollection], names: dict[str, str]) -> list[PlaceCollection]:
    """Every street of the place, those without a bill too; payers of no known street come last."""
    known = {one.place: one for one in found}
    streets = sorted(set(names) | {code for code in known if len(code) > DISTRICT})
    own = [one for one in found if len(one.place) <= DISTRICT]
    return [known.get(code) or _nothing(code) for code in streets] + own


def _by_district(found: Sequence[PlaceCollection]) -> list[PlaceCollection]:
    sums: dict[str, PlaceCollection] = {}
    for one in found:
        code = one.place[:DISTRICT]
        held = sums.get(code) or _nothing(code)
        sums[code] = PlaceCollection(
            place=code,
            bills=held.bills + one.bills,
            heads=held.heads + one.heads,
            due_fen=held.due_fen + one.due_fen,
            received_fen=held.received_fen + one.received_fen,
            late_fen=held.late_fen + one.late_fen,
        )
    return [sums[code] for code in sorted(sums)]


def _rate(found: Sequence[PlaceCollection]) -> Fraction | None:
    due = sum(one.due_fen for one in found)
    return Fraction(sum(one.received_fen for one in found), due) if due else None
