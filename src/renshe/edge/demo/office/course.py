"""One case on its way through the office: each step is an act of somebody at a moment, through the doors of `cases`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from renshe.domains.cases import api as cases
from renshe.edge.demo.office.evidence import paper
from renshe.edge.demo.office.examples import examples
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.wanted import Wanted
from renshe.services import catalogue

# What becomes of a case, step by step; a bar is the next working day. `sign` is whoever's turn it is to sign, if anybody's.
ENDINGS = {
    "draft": "open",
    "submitted": "open submit",
    "correcting": "open submit | take ask",
    "corrected": "open submit | take ask | answer | accept",
    "accepted": "open submit | accept",
    "talked": "open submit | accept note message | reply",
    "suspended": "open submit | accept | suspend",
    "handed_over": "open submit | accept | hand_over",
    "at_street": "open submit | accept | to_street",
    "from_street": "open submit from_street | take accept",
    "returned": "open submit | accept propose | return",
    "reviewing": "open submit | accept propose",
    "approving": "open submit | accept propose | sign",
    "granted": "open submit | accept propose | sign | sign",
    "closed": "open submit | accept propose | sign | sign | serve",
    "refused": "open submit | accept deny | sign | sign",
    "refused_closed": "open submit | accept deny | sign | sign | serve",
    "not_accepted": "open submit | reject",
    "withdrawn": "open submit | accept | withdraw",
    "reversed": "open submit | accept propose | sign | sign | serve | reverse",
}
DECIDED = ("granted", "closed", "reversed")


@dataclass(frozen=True)
class Hands:
    """Who of the staff has a case on its way: usernames. `street` is (username, place) of the street's desk."""

    clerk: str
    colleague: str
    reviewer: str
    approver: str
    another_approver: str
    street: tuple[str, str]


@dataclass
class Course:
    """A case as it goes. `applicant` is the account that hands in (a clerk's, for whoever comes to the counter)."""

    town: Town
    wanted: Wanted
    hands: Hands
    applicant: str
    channel: str
    on_behalf: str = ""
    person_id: int | None = None
    employer_id: int | None = None
    desk_place: str = ""
    opened_place: str = ""
    number: str = ""
    papers: int = 0
    holder: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.declared = catalogue.declared(self.wanted.item)
        self.item, self.service = self.declared.item, self.declared.service
        self.holder = self.hands.clerk

    def do(self, step: str, at: dt.datetime) -> None:
        """Take a step. Raises Refused where the case does not allow it, and nothing of it has happened then."""
        getattr(self, f"_{step}")(at)

    # -- the applicant's ---------------------------------------------------------------------------------------------

    def _self(self, at: dt.datetime) -> cases.Actor:
        return cases.Actor(self.applicant, at, at.date(), self.person_id, self.employer_id)

    def _open(self, at: dt.datetime) -> None:
        wanted, actor = self.wanted, self._self(at)
        application = cases.Application(
            self.item, self.opened_place or wanted.place, self.channel, wanted.subject_id, wanted.name,
            received_at_place=self.desk_place, on_behalf=self.on_behalf,
        )  # fmt: skip
        self.number = cases.open_case(application=application, actor=actor).number
        known = {
            key: value for key, value in self.service.prefill(self._asked(at, wanted.answers)).items()
            if value not in (None, "")
        }  # fmt: skip
        wrong = cases.save_form(
            number=self.number, item=self.item, given={**known, **wanted.answers}, actor=actor
        )
        if wrong:
            raise ValueError(f"{wanted.item}: {sorted(wrong)}: {next(iter(wrong.values())).zh}")
        for material in self.item.materials:
            if material.key in wanted.promised:
                cases.promise(
                    number=self.number, item=self.item, material=material.key, actor=actor
                )
            elif material.required and material.source != "register":
                self._bring(material, actor)

    def _asked(self, at: dt.datetime, values: cases.Values) -> cases.Asked:
        return cases.Asked(
            number=self.number, item=self.item.code, place=self.wanted.place, subject_id=self.wanted.subject_id,
            applicant=self.applicant, values=values, at=at, today=at.date(), actor=self.applicant,
        )  # fmt: skip

    def _bring(self, material: cases.Material, actor: cases.Actor) -> None:
        """A paper, every other one a picture taken with a telephone."""
        self.papers += 1
        answers = self.wanted.answers
        name, number = self._told_of()
        lines = [
            ("办件", self.item.name.zh), ("姓名或单位", name),
            ("证件号码", f"{number[:6]}********{number[-4:]}" if number else ""),
            ("账号", answers.get("account_number", "")), ("统一社会信用代码", answers.get("uscc", "")),
            ("页码", f"第{self.papers}份"), ("受理编号", self.number),
        ]  # fmt: skip
        picture = (int(self.number[-2:]) + self.papers) % 2 == 0
        made = paper(title=material.name.zh, lines=lines, picture=picture, day=actor.today)
        cases.attach(
            number=self.number, item=self.item, material=material.key, name=made.name,
            media_type=made.media_type, content=made.content, actor=actor,
        )  # fmt: skip

    def _told_of(self) -> tuple[str, str]:
        """Whom a paper names, with id number: whom the form names, be it a newcomer, a leaver or a new company (which has
        none), else whoever hands it in."""
        answers, person = self.wanted.answers, self.wanted.person
        name = answers.get("account_name") or answers.get("name") or self.wanted.name
        if "uscc" in answers:
            return name, ""
        return name, answers.get("id_number") or (person.id_number if person else "")

    def _submit(self, at: dt.datetime) -> None:
        cases.submit(number=self.number, item=self.item, service=self.service, actor=self._self(at))

    def _answer(self, at: dt.datetime) -> None:
        for material in self._uploads()[:1]:
            self._bring(material, self._self(at))
        self._submit(at)

    def _reply(self, at: dt.datetime) -> None:
        self._said(self._self(at), "reply", public=True)

    def _withdraw(self, at: dt.datetime) -> None:
        words = self._words("withdraw")
        cases.withdraw(number=self.number, item=self.item, words=words, actor=self._self(at))

    # -- the office's ------------------------------------------------------------------------------------------------

    def _staff(self, at: dt.datetime, who: str = "") -> cases.Actor:
        return cases.Actor(who or self.holder, at, at.date())

    def _words(self, act: str) -> str:
        return str(self.town.texts["acts"][act])

    def _uploads(self) -> list[cases.Material]:
        return [one for one in self.item.materials if one.required and one.source != "register"]

    def _said(self, actor: cases.Actor, act: str, *, public: bool) -> None:
        cases.note(number=self.number, words=self._words(act), actor=actor, public=public)

    def _take(self, at: dt.datetime) -> None:
        cases.take(number=self.number, actor=self._staff(at))

    def _accept(self, at: dt.datetime) -> None:
        cases.accept(number=self.number, item=self.item, actor=self._staff(at))

    def _ask(self, at: dt.datetime) -> None:
        uploads = self._uploads()
        missing = [uploads[0].key] if uploads else [self.item.fields[0].key]
        words = self._words("correction" if uploads else "correction_form")
        cases.ask_correction(
            number=self.number, item=self.item, missing=missing, words=words, actor=self._staff(at)
        )

    def _reject(self, at: dt.datetime) -> None:
        words = self._words("reject")
        cases.not_accept(number=self.number, item=self.item, words=words, actor=self._staff(at))

    def _suspend(self, at: dt.datetime) -> None:
        cases.suspend(number=self.number, words=self._words("suspend"), actor=self._staff(at))

    def _note(self, at: dt.datetime) -> None:
        self._said(self._staff(at), "note", public=False)

    def _message(self, at: dt.datetime) -> None:
        self._said(self._staff(at), "message", public=True)

    def _hand_over(self, at: dt.datetime) -> None:
        cases.hand_over(
            number=self.number, to=self.hands.colleague, place="", words=self._words("hand_over"), actor=self._staff(at)
        )  # fmt: skip
        self.holder = self.hands.colleague

    def _to_street(self, at: dt.datetime) -> None:
        cases.hand_over(
            number=self.number, to="", place=self.hands.street[1], words=self._words("to_street"), actor=self._staff(at)
        )  # fmt: skip
        self.holder = self.hands.street[0]

    def _from_street(self, at: dt.datetime) -> None:
        """The street's desk took it in, and hands it up to the district that decides."""
        cases.hand_over(
            number=self.number, to="", place=self.wanted.place, words=self._words("from_street"), actor=self._self(at)
        )  # fmt: skip

    def _opinion(self, at: dt.datetime, *, grant: bool) -> None:
        words = (self.wanted.opinion or self._words("grant")) if grant else self._ground()
        cases.propose(
            number=self.number, item=self.item, service=self.service, grant=grant, words=words, actor=self._staff(at)
        )  # fmt: skip

    def _ground(self) -> str:
        """Why a case of this item is refused: from the city's texts, else from the example beside the item."""
        grounds = self.town.texts["grounds"]
        return str(grounds.get(self.item.code) or examples()[self.item.code].ground)

    def _propose(self, at: dt.datetime) -> None:
        self._opinion(at, grant=True)

    def _deny(self, at: dt.datetime) -> None:
        self._opinion(at, grant=False)

    def _return(self, at: dt.datetime) -> None:
        actor = self._staff(at, self.hands.reviewer)
        cases.send_back(number=self.number, words=self._words("return"), actor=actor)

    def _sign(self, at: dt.datetime) -> None:
        case = cases.case_by_number(number=self.number)
        who = {"reviewing": self.hands.reviewer, "approving": self.hands.approver}.get(case.state)
        if who is not None:
            grant = bool(case.proposal.get("grant"))
            words = self._words("review") if grant else ""
            cases.sign(
                number=self.number, item=self.item, service=self.service, grant=grant, words=words,
                actor=self._staff(at, who),
            )  # fmt: skip

    def _serve(self, at: dt.datetime) -> None:
        how = "online" if self.channel == "online" else "counter"
        cases.close(number=self.number, how=how, actor=self._staff(at))

    def _reverse(self, at: dt.datetime) -> None:
        cases.reverse(
            number=self.number, item=self.item, service=self.service, words=self._words("reverse"),
            actor=self._staff(at, self.hands.another_approver),
        )  # fmt: skip

    def stands_in_the_way(self, at: dt.datetime) -> bool:
        """Whether the item would refuse to grant this request; asked before a case is opened that is to be granted."""
        given: dict[str, Any] = {
            key: value
            for key, value in self.service.prefill(self._asked(at, self.wanted.answers)).items()
            if value not in (None, "")
        }
        values, wrong = cases.read_form(self.item, given | self.wanted.answers, today=at.date())
        if wrong:
            return True
        found = self.service.examine(self._asked(at, values))
        return any(one.refuses for one in found.findings)
