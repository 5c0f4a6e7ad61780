"""Identical low-risk cases that one signature may decide together: which they are, and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from renshe.domains.cases import api as cases
from renshe.portals.casework.offered import Viewer, acts_on
from renshe.services import catalogue


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What became of one case; `refused` says in Chinese why it was not granted, empty where it was."""

    number: str
    refused: str


def signable(first: cases.Case, viewer: Viewer) -> list[cases.Case]:
    """Cases alike that this viewer may sign, the first one among them; none for one that stands alone."""
    if not first.alike:
        return []
    alike = cases.alike_to(case=first, username=viewer.username)
    return [one for one in alike if one.proposal.get("grant") and "sign" in acts_on(one, viewer)]


def sign_chosen(
    first: cases.Case, viewer: Viewer, chosen: Collection[str], *, words: str, actor: cases.Actor
) -> list[Signed]:
    """Sign each chosen case that is signable, each on its locked row; what is refused is told and stops no other."""
    declared = catalogue.declared(first.item)
    told = []
    for one in signable(first, viewer):
        if one.number not in chosen:
            continue
        with transaction.atomic():
            locked = cases.Case.objects.select_for_update().get(pk=one.pk)
            if "sign" not in acts_on(locked, viewer):
                refused = cases.problem("wrong_step").zh
            else:
                (done,) = cases.sign_alike(
                    numbers=[one.number], item=declared.item, service=declared.service,
                    words=words, actor=actor,
                )  # fmt: skip
                refused = done.refused
        told.append(Signed(number=one.number, refused=refused))
    return told
