"""An office with the people who take part in a case, for the stories beside service items, and made-up people and employers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.employment import api as employment
from renshe.domains.enrolment import api as enrolment
from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.foundation.invariants import prove
from renshe.kernel.codes.problem import Refused
from renshe.services.catalogue import Declared, declared

evidence = made_up.evidence
make_employer = made_up.make_employer
make_person = made_up.make_person
HANDLER, REVIEWER, APPROVER, ANOTHER = "li", "wang", "zhao", "qian"


@dataclass
class Office:
    """One service item, a place and a day, and everybody whom a case of it meets. `declared` may be given for an
    item that is not in the catalogue."""

    code: str
    place: str = "440402"
    today: dt.date = made_up.TODAY
    given: Declared | None = None
    papers: int = field(default=0)

    @property
    def declared(self) -> Declared:
        """The item with its code."""
        return self.given or declared(self.code)

    def actor(self, username: str, *, days: int = 0, **who: int | None) -> cases.Actor:
        """Somebody on a day, at ten in the morning."""
        day = self.today + dt.timedelta(days=days)
        at = dt.datetime.combine(day, dt.time(10), ZoneInfo("Asia/Shanghai"))
        return cases.Actor(username, at, day, **who)

    def asked(
        self, *, subject_id: int | None = None, values: Mapping[str, Any] | None = None
    ) -> cases.Asked:
        """A case as the item's own code sees it, without there being one."""
        actor = self.actor("applicant")
        return cases.Asked(
            number="", item=self.code, place=self.place, subject_id=subject_id, applicant=actor.username,
            values=values or {}, at=actor.at, today=actor.today, actor=actor.username,
        )  # fmt: skip

    def submitted(
        self,
        answers: Mapping[str, Any],
        *,
        subject_id: int | None = None,
        applicant: str = "applicant",
        without: Sequence[str] = (),
    ) -> cases.Case:
        """A case handed in at the counter with every paper that is asked for, but for those it is `without`."""
        item, actor = self.declared.item, self.actor(applicant)
        case = cases.open_case(
            application=cases.Application(item, self.place, "counter", subject_id, "某某"),
            actor=actor,
        )
        wrong = cases.save_form(number=case.number, item=item, given=answers, actor=actor)
        assert wrong == {}, {key: str(one) for key, one in wrong.items()}
        for material in item.materials:
            if material.source != "register" and material.key not in without:
                self.papers += 1
                cases.attach(
                    number=case.number, item=item, material=material.key, name=f"{material.key}.pdf",
                    media_type="application/pdf", content=f"%PDF {self.papers} {case.number}".encode(), actor=actor,
                )  # fmt: skip
        return cases.submit(
            number=case.number, item=item, service=self.declared.service, actor=actor
        )

    def granted(self, answers: Mapping[str, Any], **how: Any) -> cases.Case:
        """A case that went through every hand of its path. Raises Refused where something stands in the way."""
        return self.decided(self.submitted(answers, **how).number)

    def decided(self, number: str, *, grant: bool = True, words: str = "属实") -> cases.Case:
        """The handler accepts and proposes, and whoever signs on this case's path signs."""
        item, service = self.declared.item, self.declared.service
        case = cases.accept(number=number, item=item, actor=self.actor(HANDLER))
        given = {"number": number, "item": item, "service": service, "grant": grant, "words": words}
        case = cases.propose(**given, actor=self.actor(HANDLER))
        if case.state == "reviewing":
            case = cases.sign(**given, actor=self.actor(REVIEWER))
        if case.state == "approving":
            case = cases.sign(**given, actor=self.actor(APPROVER))
        return case

    def closed(self, answers: Mapping[str, Any], **how: Any) -> cases.Case:
        """A case from its first answer to its end, with every invariant proved."""
        case = self.granted(answers, **how)
        case = cases.close(number=case.number, how="online", actor=self.actor(HANDLER))
        assert case.state == "closed"
        invariants_hold()
        return case

    def reversed(self, number: str, words: str = "登记有误", by: str = ANOTHER) -> cases.Case:
        """Self-correction, by somebody who had no hand in it."""
        return cases.reverse(
            number=number, item=self.declared.item, service=self.declared.service, words=words,
            actor=self.actor(by),
        )  # fmt: skip

    def found(self, answers: Mapping[str, Any], **how: Any) -> list[str]:
        """The codes of what stands in the way of a case with these answers, which is then not granted either."""
        case = self.submitted(answers, **how)
        codes = [one["code"] for one in case.examination["findings"] if one["refuses"]]
        if codes:
            with pytest.raises(Refused):
                self.decided(case.number)
        return codes

    def noticed(self, answers: Mapping[str, Any], **how: Any) -> list[str]:
        """The codes of what deserves a look and stands in nobody's way."""
        found = self.submitted(answers, **how).examination["findings"]
        return [one["code"] for one in found if not one["refuses"]]


def invariants_hold() -> None:
    """No invariant of the domains that items touch is broken by any row, nor any chain of a case."""
    every = [
        *cases.INVARIANTS, *registry.INVARIANTS, *enrolment.INVARIANTS, *identity.INVARIANTS,
        *contributions.INVARIANTS, *employment.INVARIANTS,
    ]  # fmt: skip
    assert [(one.name, found) for one, found, _ in prove(invariants=every) if found] == []
    assert list(cases.verify()) == []


@pytest.fixture
def office(db: None) -> Callable[..., Office]:
    """Makes the office of an item: `office("registration.hire")`."""
    return Office
