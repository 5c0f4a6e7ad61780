"""The inbox: every notice of one's cases, new ones marked until they are said to be read."""

import datetime as dt
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.layout.access import Visit
from renshe.portals.layout.casefile.words import either


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """One notice. `case_url` is empty for one that belongs to no case, `sms` for one that goes nowhere but here."""

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
    ways_url: str


@APPLYING.page(template="applying/pages/inbox.html", access=APPLY)
def inbox(visit: Visit) -> InboxPage | HttpResponse:
    """Show the notices, or take down that they were read."""
    assert visit.account is not None
    username = visit.account.username
    if visit.request.method == "POST":
        cases.read_notices(username=username, at=visit.now)
        return HttpResponseRedirect(reverse("applying:inbox"))
    lines = tuple(
        replace(notice_line(one), sms=_told_words(one))
        for one in cases.notices_to(username=username, deliveries=True)
    )
    return InboxPage(
        lines=lines,
        new=cases.unread(username=username),
        most=cases.PAGE,
        url=reverse("applying:inbox"),
        ways_url=reverse("applying:ways"),
    )


def notice_line(one: cases.Notice) -> NoticeLine:
    """A notice as it is shown on a home; the inbox adds how it went out."""
    number = one.case.number if one.case else ""
    return NoticeLine(
        words=either(one.zh, one.en),
        at=one.at,
        new=one.read_at is None,
        case_number=number,
        case_url=reverse("applying:case", kwargs={"number": number}) if number else "",
        sms="",
    )


def _told_words(one: cases.Notice) -> str:
    """How it went out beside the inbox, and what came back; empty where it goes nowhere else."""
    made = max(one.deliveries.all(), key=lambda each: each.at, default=None)
    if made is not None and made.returned_at is not None:
        return _("邮件被退回，等候再发") if one.by_sms else _("邮件被退回")
    if made is not None:
        return _("邮件已发出") if made.way == "email" else _("短信已交网关")
    return _("等候发出") if one.by_sms else ""
