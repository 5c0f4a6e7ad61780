"""Finding people, and who stands for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.models import Person, PersonAlias, PersonChange
from renshe.domains.registry.queries.asked_once import answered, survivor_known
from renshe.kernel.codes.names import with_middle_dots

FOUND_MAX = 100
# Fewer characters of a number would list half the city.
NUMBER_PREFIX_MIN = 6


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One hit of a search, masked. `merged_from` is the number of the duplicate that was found."""

    person_id: int
    name: str
    id_number: str
    sex: str
    birth_year: int
    residence_place: str
    is_dead: bool
    merged_from: int | None


def resolve(*, person_id: int) -> int:
    """Who stands for this person now: the survivor of a merge, or the person."""
    known = survivor_known(person_id)
    if known is not None:
        return known
    survivor = (
        PersonAlias.objects.filter(merged_id=person_id, undone_at__isnull=True)
        .values_list("person_id", flat=True)
        .first()
    )
    return person_id if survivor is None else survivor


def resolve_many(*, person_ids: Iterable[int]) -> dict[int, int]:
    """Who stands for each of these people now, in one query."""
    wanted = set(person_ids)
    merged = dict(
        PersonAlias.objects.filter(merged_id__in=wanted, undone_at__isnull=True).values_list(
            "merged_id", "person_id"
        )
    )
    return {person_id: merged.get(person_id, person_id) for person_id in wanted}


def everybody_who_is(*, person_id: int) -> list[int]:
    """All numbers under which one human being stands in the books: the survivor first. One query; none where the reading of
    a page has asked before."""
    return answered(person_id, ask=_everybody_who_is)


def _everybody_who_is(person_id: int) -> list[int]:
    live = PersonAlias.objects.filter(undone_at__isnull=True)
    survivor_of = live.filter(merged_id=person_id).values("person_id")
    found = live.filter(Q(person_id=person_id) | Q(person_id__in=survivor_of))
    pairs = list(found.order_by("merged_id").values_list("person_id", "merged_id"))
    survivor = next((new for new, old in pairs if old == person_id), person_id)
    return [survivor, *(old for new, old in pairs if new == survivor)]


def everybody_who_are(*, person_ids: Iterable[int]) -> dict[int, int]:
    """Every number under which these human beings stand in the books, with the survivor's: `everybody_who_is` for many.
    Two queries."""
    survivors = set(resolve_many(person_ids=person_ids).values())
    live = PersonAlias.objects.filter(undone_at__isnull=True, person_id__in=survivors)
    return {one: one for one in survivors} | dict(live.values_list("merged_id", "person_id"))


def person(*, person_id: int) -> Person:
    """The person, or the survivor of a merged one. Raises Person.DoesNotExist."""
    return Person.objects.get(pk=resolve(person_id=person_id))


def person_by_id_number(*, id_number: str) -> Person | None:
    """The person with an id number, also one that a merged duplicate had; None if nobody."""
    found = Person.objects.filter(id_number=id_number.upper()).first()
    if found is not None:
        return person(person_id=found.pk)
    alias = PersonAlias.objects.filter(id_number=id_number.upper(), undone_at__isnull=True).first()
    return None if alias is None else alias.person


def people_by_id_numbers(*, id_numbers: Iterable[str]) -> dict[str, Person]:
    """The people behind many id numbers in two queries; a number of nobody is absent."""
    people = {row.id_number: row for row in Person.objects.filter(id_number__in=set(id_numbers))}
    stands_for = resolve_many(person_ids=[row.pk for row in people.values()])
    moved = {new for old, new in stands_for.items() if old != new}
    survivors = Person.objects.in_bulk(moved) if moved else {}
    return {
        number: survivors.get(stands_for[row.pk], row) if stands_for[row.pk] != row.pk else row
        for number, row in people.items()
    }


def find_people(*, text: str, limit: int = 20) -> list[FoundPerson]:
    """People whose name or id number begins with a text, masked, a duplicate shown as its survivor.

    What holds a digit is a number, of six characters or more, anything else a name; no pinyin. At
    most FOUND_MAX. Nothing for an empty text or a shorter number.
    """
    text = text.strip()
    if any(character.isdigit() for character in text):
        if len(text) < NUMBER_PREFIX_MIN:
            return []
        rows = Person.objects.filter(id_number__startswith=text.upper()).order_by("id_number")
    elif text:
        rows = Person.objects.filter(name__startswith=with_middle_dots(text)).order_by("name", "pk")
    else:
        return []
    hits = list(rows[: min(limit, FOUND_MAX)])
    stands_for = resolve_many(person_ids=[hit.pk for hit in hits])
    moved = {new for old, new in stands_for.items() if old != new}
    survivors = Person.objects.in_bulk(moved) if moved else {}
    shown: dict[int, FoundPerson] = {}
    for hit in hits:
        owner = survivors.get(stands_for[hit.pk], hit)
        if owner.pk not in shown:
            shown[owner.pk] = _masked(owner, merged_from=hit.pk if owner.pk != hit.pk else None)
    return list(shown.values())


def birth_date_for(*, person: Person, purpose: str) -> date:
    """The birth date that counts for a purpose: `identity` by the id, `retirement` by the file.

    Where the personal file differs from the id, the earliest file record decides retirement
    (劳社部发〔1999〕8号 二(二)). Raises KeyError for another purpose.
    """
    by_purpose = {
        "identity": person.birth_on,
        "retirement": person.birth_on_file or person.birth_on,
    }
    return by_purpose[purpose]


def changes_of(*, person_id: int) -> QuerySet[PersonChange]:
    """The history of a person's fields, latest first."""
    return PersonChange.objects.filter(person_id=person_id).order_by("-changed_at", "-pk")


def standing_people() -> QuerySet[Person]:
    """Everybody who is not a merged duplicate."""
    merged = PersonAlias.objects.filter(merged_id=OuterRef("pk"), undone_at__isnull=True)
    return Person.objects.filter(~Exists(merged))


def _masked(owner: Person, *, merged_from: int | None) -> FoundPerson:
    return FoundPerson(
        person_id=owner.pk,
        name=mask_name(owner.name),
        id_number=mask_id_number(owner.id_number),
        sex=owner.sex,
        birth_year=owner.birth_on.year,
        residence_place=owner.residence_place,
        is_dead=owner.died_on is not None,
        merged_from=merged_from,
    )
