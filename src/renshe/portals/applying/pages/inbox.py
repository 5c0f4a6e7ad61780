"""The inbox: every notice of one's cases, new ones marked until they are said to be read."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.words import either


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One notice. `case_url` is empty for one that belongs to no case."""

    words: str
    at: dt.datetime
    new: bool
    case_number: str
    case_url: str
    sms: str


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """What `applying/pages/inbox.html` may use. The newest notices only, as many as `most`."""

    lines: tuple[NoticeLine, ...]
    new: int
    most: int
    url: str


@APPLYING.page(template="applying/pages/inbox.html", access=APPLY)
def inbox(visit: Visit) -> InboxPage | HttpResponse:
    """Show the notices, or take down that they were read."""
    assert visit.account is not None
    username = visit.account.username
    if visit.request.method == "POST":
        cases.read_notices(username=username, at=visit.now)
        return HttpResponseRedirect(reverse("applying:inbox"))
    lines = tuple(notice_line(one) for one in cases.notices_to(username=username))
    return InboxPage(
        lines=lines,
        new=cases.unread(username=username),
        most=cases.PAGE,
        url=reverse("applying:inbox"),
    )


def notice_line(one: cases.Notice) -> NoticeLine:
    """A notice as it is shown."""
    number = one.case.number if one.case else ""
    return NoticeLine(
        words=either(one.zh, one.en),
        at=one.at,
        new=one.read_at is None,
        case_number=number,
        case_url=reverse("applying:case", kwargs={"number": number}) if number else "",
        sms=("sent" if one.sent_at else "waiting") if one.by_sms else "",
    )
