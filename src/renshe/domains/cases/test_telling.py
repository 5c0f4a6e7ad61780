"""What the machine of an applicant may be told: the acts asked for, on its own cases, in order and page by page."""

from __future__ import annotations

import datetime as dt

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import Office


def test_acts_are_told_by_applicant_verb_and_moment_and_read_on_from_an_id(office: Office) -> None:
    case = office.submitted()
    office.submitted(applicant="other", subject=78)
    cases.accept(number=case.number, item=office.item, actor=office.actor("li", days=1))
    since = office.actor("x").at
    wanted = {"applicants": ["zhang"], "verbs": ["submit", "accept"]}
    told = cases.acts_told_to(**wanted, since=since)
    assert [(one.number, one.verb, one.to_state) for one in told] == [
        (case.number, "submit", "submitted"), (case.number, "accept", "accepted"),
    ]  # fmt: skip
    assert cases.acts_told_to(**wanted, since=since, after=told[0].event_id) == told[1:]
    assert cases.acts_told_to(**wanted, since=since + dt.timedelta(hours=1)) == told[1:]
    assert cases.acts_told_to(applicants=[], verbs=["submit"], since=since) == []
