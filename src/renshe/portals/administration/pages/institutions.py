"""Institutions: registered with purposes and two administrators, and ended, by the security administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from renshe.domains.identity.api import (
    PURPOSES,
    Account,
    Institution,
    administrators_of,
    end_institution,
    end_sign_ins,
    places_of,
    register_institution,
    replace_administrator,
)
from renshe.domains.identity.api import institutions as all_institutions
from renshe.domains.premium_help import api as premium_help
from renshe.flows.powers import recorded
from renshe.flows.premium_help_lists import PURPOSE, body_ended, body_set
from renshe.portals.administration.portal import REGISTER, SECURITY
from renshe.portals.helping.words import body_state, origin_words
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.signin.powers import Choice, choices, scope_words
from renshe.portals.signin.proof import proved
from renshe.portals.signin.session import clock_of
from renshe.portals.signin.trying import acted

TEMPLATE = "administration/pages/institutions.html"
KINDS = {
    "hospital": _("医疗机构"),
    "bank": _("银行"),
    "school": _("学校"),
    "court": _("人民法院"),
    "authority": _("其他行政机关"),
}
OFFERED = tuple(sorted({one for found in PURPOSES.values() for one in found}))


@dataclass(frozen=True, kw_only=True)
class BodyRow:
    """As which body an institution files lists of people to help, and how far that is."""

    number: int
    institution: str
    words: str
    document: str
    state: str
    tone: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class InstitutionRow:
    """One institution."""

    number: int
    name: str
    uscc: str
    kind: str
    place: str
    scope: str
    administrators: tuple[str, ...]
    registered_by: str
    registered_at: datetime
    ended_at: datetime | None
    files_lists: bool


@dataclass(frozen=True, kw_only=True)
class KindChoice:
    """One kind of institution, and for what it may be registered."""

    code: str
    words: str
    scope: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class InstitutionsPage:
    """What `administration/pages/institutions.html` may use; what was typed stays."""

    rows: tuple[InstitutionRow, ...]
    uscc: str
    name: str
    place: str
    kinds: tuple[KindChoice, ...]
    powers: tuple[Choice, ...]
    first: str
    second: str
    bodies: tuple[BodyRow, ...]
    origins: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@SECURITY.page(template=TEMPLATE, access=REGISTER)
@proved
def institutions(visit: Visit) -> InstitutionsPage | HttpResponse:
    """Show the institutions; a post registers one, replaces an administrator, ends one, or says as which body it files."""
    return acted(
        visit,
        acts=_ACTS,
        show=_page,
        portal=SECURITY,
        template=TEMPLATE,
        to="administration:institutions",
    )


def _register(visit: Visit, account: Account) -> object:
    post = visit.request.POST
    return recorded(
        lambda: register_institution(
            uscc=post.get("uscc", ""), name=post.get("name", ""), kind=post.get("kind", ""),
            place=post.get("place", "").strip(), purposes=post.getlist("actions"),
            administrators=(post.get("first", ""), post.get("second", "")),
            by=account, on=visit.today, at=visit.now,
        ),
        actor=account.username, verb="register_institution", subject_kind="institution",
        subject_id=lambda made: made.pk, at=visit.now,
        detail={"purposes": post.getlist("actions"),
                "administrators": [post.get("first", ""), post.get("second", "")]},
    )  # fmt: skip


def _replace(visit: Visit, account: Account) -> object:
    post = visit.request.POST
    return recorded(
        lambda: replace_administrator(
            institution_id=_number(visit), leaving=post.get("leaving", ""),
            username=post.get("username", ""), by=account, on=visit.today,
        ),
        actor=account.username, verb="replace_institution_administrator", subject_kind="institution",
        subject_id=_number(visit), at=visit.now,
        detail={"leaving": post.get("leaving", ""), "username": post.get("username", "")},
    )  # fmt: skip


def _end(visit: Visit, account: Account) -> object:
    def act() -> Institution:
        number = _number(visit)
        acting = list(Account.objects.filter(institution_id=number))
        done = end_institution(institution_id=number, by=account, on=visit.today, at=visit.now)
        for one in acting:
            end_sign_ins(account=one, why="powers", at=clock_of(visit.request))
        return done

    return recorded(
        act, actor=account.username, verb="end_institution", subject_kind="institution",
        subject_id=_number(visit), at=visit.now,
    )  # fmt: skip


def _set_body(visit: Visit, account: Account) -> object:
    post = visit.request.POST
    return body_set(
        institution_id=_number(visit), origin=post.get("origin", ""), document=post.get("document", ""),
        recorded=_hand(visit, account),
    )  # fmt: skip


def _end_body(visit: Visit, account: Account) -> object:
    try:
        return body_ended(
            body_id=_number(visit),
            why=visit.request.POST.get("why", ""),
            recorded=_hand(visit, account),
        )
    except ObjectDoesNotExist:
        raise Http404 from None


def _hand(visit: Visit, account: Account) -> premium_help.Recorded:
    return premium_help.Recorded(by=account.username, at=visit.now, today=visit.today)


_ACTS: dict[str, Callable[[Visit, Account], object]] = {
    "register": _register,
    "replace": _replace,
    "end": _end,
    "set_body": _set_body,
    "end_body": _end_body,
}


def _number(visit: Visit) -> int:
    typed = visit.request.POST.get("number", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def _page(
    visit: Visit, account: Account, *, problems: tuple[Problem, ...] = ()
) -> InstitutionsPage:
    typed = visit.request.POST if problems else {}
    ticked = visit.request.POST.getlist("actions") if problems else ()
    mine = places_of(account=account, action="institutions.register", on=visit.today)
    return InstitutionsPage(
        rows=tuple(_row(visit, one) for one in all_institutions()),
        uscc=typed.get("uscc", ""),
        name=typed.get("name", ""),
        place=typed.get("place", mine[0] if mine else ""),
        kinds=tuple(
            KindChoice(
                code=code,
                words=str(words),
                scope=scope_words(PURPOSES[code]),
                chosen=typed.get("kind", "") == code,
            )
            for code, words in KINDS.items()
        ),
        powers=choices(OFFERED, ticked=ticked),
        first=typed.get("first", ""),
        second=typed.get("second", ""),
        bodies=tuple(_body(one) for one in premium_help.bodies()),
        origins=tuple((code, origin_words(code)) for code in premium_help.FILING_BODIES),
        typed={name: typed.get(name, "") for name in ("number", "origin", "document", "why")},
        problems=problems,
    )


def _row(visit: Visit, one: Institution) -> InstitutionRow:
    held = (
        () if one.ended_at else administrators_of(institution_id=one.pk, on=visit.today)
    )  # an ended one has none
    return InstitutionRow(
        number=one.pk,
        name=one.name,
        uscc=one.uscc,
        kind=str(KINDS[one.kind]),
        place=one.place,
        scope=scope_words(one.purposes),
        administrators=tuple(role.account.username for role in held),
        registered_by=one.registered_by,
        registered_at=one.registered_at,
        ended_at=one.ended_at,
        files_lists=one.ended_at is None and PURPOSE in one.purposes,
    )


def _body(one: premium_help.FilingBody) -> BodyRow:
    words, tone = body_state(one)
    return BodyRow(
        number=one.pk, institution=one.institution.name, words=origin_words(one.origin), document=one.document, state=words,
        tone=tone, is_over=one.state == "ended",
    )  # fmt: skip
