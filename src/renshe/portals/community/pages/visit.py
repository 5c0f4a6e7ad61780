"""A visit taken down at the door on a telephone. Nothing typed is lost: not by a refusal, not by a line that breaks.

`keep.js` keeps the words in this tab until the answer has come; without it the form works all the same. The form's own number
makes a visit that was sent twice one visit.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.documents.api import store
from renshe.domains.identity.api import mask_name
from renshe.domains.registry import api as registry
from renshe.domains.retirees import api as retirees
from renshe.flows import retiree_visits
from renshe.laws import library
from renshe.portals.community.place import ACT, by, own_person, place_of, typed
from renshe.portals.community.portal import CARE, COMMUNITY
from renshe.portals.community.words import need_words, outcome_words
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.forms.uploads import read_upload
from renshe.portals.signin.trying import day_typed, tried

TEMPLATE = "community/pages/visit.html"
PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True, kw_only=True)
class VisitPage:
    """What `community/pages/visit.html` may use; what was typed stays."""

    number: int
    name: str
    form_key: str
    today: date
    outcomes: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str, bool], ...]
    checks: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@COMMUNITY.page(template=TEMPLATE, access=CARE)
def visit_form(visit: Visit, *, person_id: int) -> VisitPage | HttpResponse:
    """Show the form; a post writes the visit down and, where the person was checked, certifies him."""
    who = own_person(visit, person_id, action=ACT)
    if visit.request.method != "POST":
        return _page(visit, who)
    photograph, problems = _photograph(visit)
    done = None
    if not problems:
        done, problems = tried(
            lambda: retiree_visits.visit(
                person_id=who.pk, community=place_of(who.pk), new=_new(visit, photograph), by=by(visit),
                explain=library.explain,
            )
        )  # fmt: skip
    if done is None:
        page = _page(visit, who, problems=problems)
        return COMMUNITY.render(visit.request, template=TEMPLATE, context=page, status=409)
    told = "certified" if done.certified else "visit"
    return HttpResponseRedirect(
        f"{reverse('community:person', kwargs={'person_id': who.pk})}?done={told}"
    )


def _photograph(visit: Visit) -> tuple[int | None, tuple[Problem, ...]]:
    """The kept picture's number, or why it is not taken; a photograph loses place and device on the way."""
    file = visit.request.FILES.get("photograph")
    if file is None:
        return None, ()
    sent = read_upload(file)
    if isinstance(sent, Problem):
        return None, (sent,)
    if sent.media_type not in PICTURES:
        return None, (
            Problem(reason=_("上门照片要用图片"), subject=sent.name, clause="", next_step=_("请拍成照片再上传")),
        )  # fmt: skip
    kept = store(
        name=sent.name,
        media_type=sent.media_type,
        content=sent.content,
        direction="in",
        at=visit.now,
    )
    return kept.pk, ()


def _new(visit: Visit, photograph: int | None) -> retirees.NewVisit:
    post = visit.request.POST
    return retirees.NewVisit(
        visited_on=day_typed(post.get("visited_on", "")) or date.max, outcome=post.get("outcome", ""),
        form_key=_key(post.get("form_key", "")), findings=post.get("findings", ""),
        needs=post.getlist("need"), checked=post.get("checked", ""), photograph_id=photograph,
        follow_up=post.get("follow_up", ""), due_on=day_typed(post.get("due_on", "")),
    )  # fmt: skip


def _key(text: str) -> str:
    """The form's number as it was given out; any other text gets a new one."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())


def _page(visit: Visit, who: registry.Person, *, problems: tuple[Problem, ...] = ()) -> VisitPage:
    post = visit.request.POST
    return VisitPage(
        number=who.pk, name=mask_name(who.name), form_key=_key(post.get("form_key", "")), today=visit.today,
        outcomes=tuple((code, outcome_words(code)) for code in retirees.HomeVisit.Outcome.values),
        needs=tuple(
            (code, need_words(code), code in post.getlist("need")) for code in retirees.HomeVisit.NEEDS if code != "none"
        ),
        checks=(("id_card", _("身份证原件与本人一致")), ("known", _("不能出示证件，由社区两人证明"))),
        typed=typed(
            visit, "outcome", "visited_on", "findings", "checked", "follow_up", "due_on", kept=bool(problems)
        ), problems=problems,
    )  # fmt: skip
