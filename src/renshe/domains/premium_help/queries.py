"""Reads of premium help: programmes with their money, lists, people, months, findings, statements by source, one's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from renshe.domains.premium_help.models import (
    HelpClaim,
    HelpedPerson,
    HelpFinding,
    HelpLine,
    HelpList,
    HelpObjection,
    HelpProgramme,
)
from renshe.domains.registry import api as registry
from renshe.kernel.codes.divisions import stem
from renshe.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Standing:
    """A programme's figures: people helped now, months (or years) that stand, yuan by how far they came (fen)."""

    programme: HelpProgramme
    people: int
    months: int
    paid_fen: int
    waiting_fen: int
    back_fen: int
    open_lists: int
    open_findings: int

    @property
    def left_fen(self) -> int:
        """What may still be claimed of the budget."""
        return self.programme.budget_fen - self.paid_fen - self.waiting_fen - self.back_fen


@dataclass(frozen=True, slots=True)
class GroupCover:
    """A group of a programme: on the list now, and how many of them the last claimed period reached."""

    group: str
    listed: int
    reached: int
    months: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A funding source and year at a place: claims paid, money in, money back (fen), claims that came late."""

    source: str
    year: int
    programmes: int
    claims: int
    paid_fen: int
    back_fen: int
    late: int


def programme(*, programme_id: int) -> HelpProgramme:
    """One programme. Raises HelpProgramme.DoesNotExist."""
    return HelpProgramme.objects.get(pk=programme_id)


def programmes(*, place: str, on: Month | None = None) -> QuerySet[HelpProgramme]:
    """Programmes that help people of a place or of a part of it, those in force first."""
    area = stem(place)
    found = HelpProgramme.objects.filter(Q(place__startswith=area) | Q(place__in=_wider(place)))
    if on is not None:
        found = found.filter(state="open", from_month__lte=on, to_month__gte=on)
    return found.order_by("-to_month", "name", "pk")


def _wider(place: str) -> list[str]:
    return [place[:2] + "0000", place[:4] + "00", place[:6], place[:9], place]


def standings(found: QuerySet[HelpProgramme]) -> list[Standing]:
    """The figures of programmes, four statements for any number of them."""
    every = list(found)
    keys = [one.pk for one in every]
    people = _counted(
        HelpedPerson.objects.filter(programme_id__in=keys, list__state="approved", last_month=None)
    )
    lists = _counted(HelpList.objects.filter(programme_id__in=keys, state__in=["filed", "public"]))
    findings = dict(
        HelpFinding.objects.filter(line__helped__programme_id__in=keys, state="open").values_list("line__helped__programme_id")
        .annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    months = dict(
        HelpLine.objects.filter(helped__programme_id__in=keys, reverses=None, reversal=None, claim__state="settled")
        .values_list("helped__programme_id").annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    paid = Q(state="settled", amount_fen__gt=0)
    sums = {
        row["programme_id"]: row
        for row in HelpClaim.objects.filter(programme_id__in=keys).values("programme_id").annotate(
            paid=Sum("amount_fen", filter=paid), back=Sum("amount_fen", filter=Q(amount_fen__lt=0)),
            waiting=Sum("amount_fen", filter=Q(state__in=["made", "approved"], amount_fen__gt=0)),
        ).order_by()
    }  # fmt: skip
    return [
        Standing(
            one, people.get(one.pk, 0), months.get(one.pk, 0), *(
                int(sums.get(one.pk, {}).get(name) or 0) for name in ("paid", "waiting", "back")
            ), lists.get(one.pk, 0), findings.get(one.pk, 0),
        )
        for one in every
    ]  # fmt: skip


def _counted(found: QuerySet) -> dict[int, int]:
    return dict(found.values_list("programme_id").annotate(n=Count("pk")).order_by())


def standing_of(*, programme_id: int) -> Standing:
    """The figures of one. Raises HelpProgramme.DoesNotExist."""
    found = standings(HelpProgramme.objects.filter(pk=programme_id))
    if not found:
        raise HelpProgramme.DoesNotExist
    return found[0]


def lists_of(*, programme_id: int) -> QuerySet[HelpList]:
    """The lists of a programme, latest first, each with its number of `names`."""
    found = HelpList.objects.filter(programme_id=programme_id).select_related("institution")
    return found.annotate(names=Count("people")).order_by("-filed_at", "-pk")


def lists_by(*, institution_id: int) -> QuerySet[HelpList]:
    """The lists that an institution filed, latest first."""
    found = HelpList.objects.filter(institution_id=institution_id).select_related("programme")
    return found.annotate(names=Count("people")).order_by("-filed_at", "-pk")


def public_lists(*, on: dt.date) -> QuerySet[HelpList]:
    """Lists that are public on a day."""
    found = HelpList.objects.filter(state="public", public_from__lte=on, public_to__gte=on)
    return found.select_related("programme").order_by("public_to", "pk")


def people_of(*, programme_id: int) -> QuerySet[HelpedPerson]:
    """Everybody ever on a programme's lists, those helped now first, with `months` that stand and their `fen`."""
    stands = Q(lines__reverses=None, lines__reversal=None, lines__claim__state="settled")
    found = HelpedPerson.objects.filter(programme_id=programme_id).select_related("person", "list")
    return found.annotate(
        months=Count("lines", filter=stands), fen=Sum("lines__amount_fen", filter=stands)
    ).order_by(F("last_month").desc(nulls_first=True), "pk")


def people_on(*, list_id: int) -> QuerySet[HelpedPerson]:
    """The people of one list who were not struck off it."""
    found = HelpedPerson.objects.filter(list_id=list_id).exclude(last_month__lt=F("from_month"))
    return found.select_related("person").order_by("pk")


def objections_of(*, programme_id: int) -> QuerySet[HelpObjection]:
    """Objections to a programme's lists, open ones first."""
    found = HelpObjection.objects.filter(list__programme_id=programme_id)
    return found.select_related("list", "person").order_by("answered_at", "-raised_on", "-pk")


def claims_of(*, programme_id: int) -> QuerySet[HelpClaim]:
    """Claims and returns, latest first."""
    return HelpClaim.objects.filter(programme_id=programme_id).order_by("-period", "-pk")


def lines_of(*, helped_id: int) -> QuerySet[HelpLine]:
    """Every month of somebody in a programme, with what took it back, in the order claimed."""
    found = HelpLine.objects.filter(helped_id=helped_id).select_related("claim", "reverses")
    return found.order_by("period", "pk")


def findings_of(*, programme_id: int) -> QuerySet[HelpFinding]:
    """What speaks against months that were helped, open ones first."""
    found = HelpFinding.objects.filter(line__helped__programme_id=programme_id)
    return found.select_related("line__person", "line__claim", "line__helped").order_by(
        F("decided_at").desc(nulls_first=True), "pk"
    )


def cover_of(*, programme_id: int) -> list[GroupCover]:
    """How far each group is reached: of those listed now, whose last claimed period stands."""
    people = HelpedPerson.objects.filter(programme_id=programme_id, list__state="approved")
    settled = HelpLine.objects.filter(
        helped__programme_id=programme_id, claim__state="settled", reverses=None
    )
    last = settled.aggregate(at=Max("period"))["at"]
    stands = Q(lines__reverses=None, lines__reversal=None, lines__claim__state="settled")
    rows = people.values("group").order_by("group").annotate(
        listed=Count("pk", filter=Q(last_month=None), distinct=True),
        reached=Count("pk", filter=stands & Q(last_month=None, lines__period=last), distinct=True),
        months=Count("lines", filter=stands), paid=Sum("lines__amount_fen", filter=stands),
    )  # fmt: skip
    return [
        GroupCover(row["group"], row["listed"], row["reached"], row["months"], int(row["paid"] or 0)) for row in rows
    ]  # fmt: skip


def statement(*, place: str) -> list[SourceLine]:
    """What each funding source paid by year of receipt, got back, and how many claims it paid late."""
    found = HelpClaim.objects.filter(programme__in=programmes(place=place), state="settled")
    rows = found.values("programme__source", "received_on__year").annotate(
        programmes=Count("programme", distinct=True), claims=Count("pk"),
        paid=Sum("amount_fen", filter=Q(amount_fen__gt=0)), back=Sum("amount_fen", filter=Q(amount_fen__lt=0)),
        late=Count("pk", filter=Q(received_on__gt=F("due_on"), amount_fen__gt=0)),
    ).order_by("-received_on__year", "programme__source")  # fmt: skip
    return [
        SourceLine(
            row["programme__source"], row["received_on__year"], row["programmes"], row["claims"], int(row["paid"] or 0),
            int(row["back"] or 0), row["late"],
        )
        for row in rows
    ]  # fmt: skip


def helped(*, helped_id: int) -> HelpedPerson:
    """Somebody in a programme. Raises HelpedPerson.DoesNotExist."""
    return HelpedPerson.objects.select_related("programme", "person", "list").get(pk=helped_id)


def line(*, line_id: int) -> HelpLine:
    """One month. Raises HelpLine.DoesNotExist."""
    found = HelpLine.objects.select_related("helped__programme", "claim", "reverses", "person")
    return found.get(pk=line_id)


def help_of(*, person_id: int) -> list[HelpedPerson]:
    """Programmes that name somebody, latest first, also under a merged number; lists that were sent back are left out."""
    people = registry.everybody_who_is(person_id=person_id)
    found = HelpedPerson.objects.filter(person_id__in=people).exclude(list__state="refused")
    return list(found.select_related("programme", "list").order_by("-from_month", "-pk"))


def paid_for(*, person_id: int) -> list[HelpLine]:
    """Every month that was paid for somebody or taken back, latest first; what is only claimed is not paid yet."""
    people = registry.everybody_who_is(person_id=person_id)
    found = HelpLine.objects.filter(person_id__in=people, claim__state="settled")
    return list(
        found.select_related("helped__programme", "claim", "reverses").order_by("-period", "-pk")
    )


def to_credit(*, claim_id: int) -> list[HelpLine]:
    """The lines of a claim in the order written, with their people and groups."""
    found = HelpLine.objects.filter(claim_id=claim_id, reverses=None).select_related("helped")
    return list(found.order_by("pk"))
