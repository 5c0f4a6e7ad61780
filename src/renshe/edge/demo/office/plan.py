"""Which requests the office of the demonstration has had, and how far each of them has come by today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.edge.demo.office import wanted_annuity as annuity
from renshe.edge.demo.office import wanted_help as helping
from renshe.edge.demo.office import wanted_information as info
from renshe.edge.demo.office import wanted_institution as institution
from renshe.edge.demo.office import wanted_labour as labour
from renshe.edge.demo.office import wanted_land as land
from renshe.edge.demo.office import wanted_money as money
from renshe.edge.demo.office import wanted_register as register
from renshe.edge.demo.office import wanted_resident as resident
from renshe.edge.demo.office import wanted_retirees as retirees
from renshe.edge.demo.office import wanted_transfers as moving
from renshe.edge.demo.office.course import DECIDED, ENDINGS, Course, Hands
from renshe.edge.demo.office.days import CLOSES, OPENS, Days
from renshe.edge.demo.office.examples import ENDINGS as ENDINGS_OF_EXAMPLES
from renshe.edge.demo.office.examples import examples
from renshe.edge.demo.office.town import Town
from renshe.edge.demo.office.usual import USUAL_ENDINGS, USUAL_ITEMS
from renshe.edge.demo.office.wanted import Recipe, Wanted
from renshe.services import catalogue

PEOPLE_PER_CASE, FEWEST, MOST = 250, 85, 240
"""One open or decided case for so many people; a small city has enough to look at, a large one builds no longer."""
OF_THE_SHOWN = 17
"""How many of them are of the accounts that one signs in as, and of the first counter's morning."""
TRIES = 6

RECIPES: dict[str, Recipe] = {
    "registration.change_contact": register.change_contact,
    "registration.correct_person": register.correct_person,
    "registration.enrol_flexible": register.enrol_flexible,
    "registration.register_person": register.register_person,
    "registration.register_employer": register.register_employer,
    "registration.hire": register.hire,
    "registration.leave": register.leave,
    "pension.change_bank_account": money.change_bank_account,
    "pension.certify_eligibility": money.certify_eligibility,
    "pension.claim_old_age_pension": money.claim_old_age_pension,
    "pension.survivors_benefit": money.survivors_benefit,
    "pension.report_death": money.report_death,
    "pension.review_file": money.review_file,
    "pension.bridge_schemes": resident.bridge_schemes,
    "pension.transfer_in": moving.transfer_in,
    "pension.transfer_out": moving.transfer_out,
    "pension.certificate_of_contributions": moving.certificate_of_contributions,
    "pension.claim_invalidity_allowance": money.claim_invalidity_allowance,
    "pension.dispute_determination": money.dispute_determination,
    "pension.file_annuity_plan": money.file_annuity_plan,
    "pension.choose_annuity_payout": annuity.choose_annuity_payout,
    "pension.change_annuity_account": annuity.change_annuity_account,
    "pension.transfer_annuity": annuity.transfer_annuity,
    "pension.claim_institution_pension": institution.claim_institution_pension,
    "pension.move_institution_relation": institution.move_institution_relation,
    "contributions.dispute_amount": money.dispute_amount,
    "contributions.instalment_plan": money.instalment_plan,
    "contributions.refund": money.refund,
    "premium_help.apply": helping.apply,
    "premium_help.objection": helping.objection,
    "resident.enrol": resident.enrol,
    "resident.change_tier": resident.change_tier,
    "resident.pay_missing_years": resident.pay_missing_years,
    "resident.refund_double": resident.refund_double,
    "resident.inherit": resident.inherit,
    "resident.take_over_old_rural": resident.take_over_old_rural,
    "resident.claim_pension": resident.claim_pension,
    "resident.settle_double_benefit": resident.settle_double_benefit,
    "retirees.change_address": retirees.change_address,
    "retirees.remote_residence": retirees.remote_residence,
    "information.certificate_of_insurance": info.certificate_of_insurance,
    "information.certificate_of_pension": info.certificate_of_pension,
    "information.account_enquiry": info.account_enquiry,
    "information.rights_record": info.rights_record,
    "information.hotline_ticket": info.hotline_ticket,
    "information.request": info.request,
    "expropriation.file_project": land.file_project,
    "expropriation.object_to_list": land.object_to_list,
    "expropriation.change_member": land.change_member,
    "expropriation.convert_town_insurance": land.convert_town_insurance,
    "expropriation.claim_allowance": land.claim_allowance,
    "expropriation.claim_town_pension": land.claim_town_pension,
    "labour.complain": labour.complain,
    "labour.apply_arbitration": labour.apply_arbitration,
    "labour.renew_contract": labour.renew_contract,
}

EXAMPLES = {code: one for code, one in examples().items() if code not in RECIPES}
RECIPES |= EXAMPLES
# Asked by an institution's member on pages of his own (`portals/institution`), not through a channel of this office.
BY_INSTITUTIONS = frozenset({"information.certificate_for_institution"})
# Every city has these; (item, ending). `early` begins about its limit ago, so that it is nearly due or just overdue.
MUST = (
    ("registration.register_person", "reviewing"), ("registration.register_person", "closed"),
    ("registration.register_person", "accepted early"), ("registration.register_person", "from_street"),
    ("registration.register_employer", "accepted early"), ("registration.register_employer", "closed"),
    ("registration.register_employer", "refused_closed"), ("registration.register_employer", "correcting"),
    ("registration.change_contact", "closed"), ("registration.enrol_flexible", "reversed"),
    ("registration.change_contact", "at_street"), ("registration.change_contact", "submitted"),
    ("registration.correct_person", "approving"), ("registration.correct_person", "reviewing"),
    ("registration.correct_person", "accepted early"), ("registration.correct_person", "reversed"),
    ("registration.correct_person", "returned"), ("registration.correct_person", "correcting"),
    ("registration.enrol_flexible", "closed"), ("registration.enrol_flexible", "submitted"),
    ("registration.enrol_flexible", "withdrawn"), ("registration.hire", "closed"), ("registration.hire", "refused_closed"),
    ("registration.leave", "closed"), ("registration.leave", "submitted"),
    ("pension.change_bank_account", "reviewing"), ("pension.change_bank_account", "closed"),
    ("pension.change_bank_account", "accepted early"), ("pension.change_bank_account", "correcting"),
    ("pension.change_bank_account", "refused"), ("pension.change_bank_account", "reviewing"),
    ("pension.file_annuity_plan", "reviewing"), ("pension.file_annuity_plan", "closed"),
    ("pension.choose_annuity_payout", "closed"), ("pension.choose_annuity_payout", "approving"),
    ("pension.transfer_annuity", "closed"), ("pension.transfer_annuity", "reviewing"),
    ("pension.change_annuity_account", "closed"), ("pension.change_annuity_account", "reviewing"),
    ("pension.transfer_in", "closed"), ("pension.transfer_in", "reviewing"), ("pension.transfer_out", "approving"),
    ("pension.transfer_out", "accepted"), ("pension.certificate_of_contributions", "closed"),
    ("pension.certify_eligibility", "closed"), ("pension.report_death", "accepted early"),
    ("pension.claim_old_age_pension", "approving"), ("pension.claim_old_age_pension", "closed"),
    ("pension.claim_old_age_pension", "accepted"), ("pension.review_file", "reviewing"),
    ("pension.claim_invalidity_allowance", "approving"), ("pension.dispute_determination", "accepted"),
    ("pension.survivors_benefit", "accepted early"),
    ("pension.survivors_benefit", "granted"), ("contributions.dispute_amount", "reviewing"),
    ("contributions.dispute_amount", "refused_closed"), ("contributions.dispute_amount", "talked"),
    ("contributions.instalment_plan", "reviewing"), ("contributions.instalment_plan", "accepted"),
    ("contributions.refund", "accepted early"), ("contributions.refund", "suspended"),
    ("expropriation.file_project", "reviewing"), ("expropriation.file_project", "accepted"),
    ("expropriation.object_to_list", "accepted"), ("expropriation.change_member", "closed"),
    ("expropriation.convert_town_insurance", "approving"), ("expropriation.claim_allowance", "reviewing"),
    ("expropriation.claim_town_pension", "approving"),
    ("retirees.change_address", "closed"), ("retirees.remote_residence", "reviewing"),
    ("premium_help.apply", "reviewing"), ("premium_help.objection", "accepted"),
    ("resident.enrol", "reviewing"), ("resident.enrol", "closed"), ("resident.change_tier", "closed"),
    ("resident.pay_missing_years", "closed"), ("resident.pay_missing_years", "accepted"),
    ("resident.refund_double", "granted"), ("resident.refund_double", "approving"), ("resident.inherit", "granted"),
    ("resident.claim_pension", "closed"), ("resident.claim_pension", "reviewing"),
    ("resident.settle_double_benefit", "accepted"), ("resident.take_over_old_rural", "closed"),
    ("resident.take_over_old_rural", "reviewing"), ("pension.bridge_schemes", "closed"),
    ("pension.bridge_schemes", "closed"), ("pension.bridge_schemes", "approving"),
    ("information.certificate_of_insurance", "closed"), ("information.certificate_of_insurance", "granted"),
    ("information.certificate_of_pension", "closed"), ("information.account_enquiry", "closed"),
    ("information.rights_record", "closed"), ("information.hotline_ticket", "closed"),
    ("information.hotline_ticket", "accepted early"), ("information.hotline_ticket", "submitted"),
    ("information.hotline_ticket", "handed_over"), ("information.request", "reviewing"),
    ("information.request", "closed"), ("information.request", "accepted"), ("information.request", "refused_closed"),
    ("labour.complain", "accepted early"), ("labour.complain", "closed"), ("labour.complain", "not_accepted"),
    ("labour.apply_arbitration", "accepted early"), ("labour.apply_arbitration", "reviewing"),
    ("labour.renew_contract", "closed"), ("labour.renew_contract", "submitted"), ("labour.complain", "granted"),
    ("registration.register_person", "granted"), ("registration.leave", "accepted"),
    ("registration.correct_person", "closed"), ("registration.correct_person", "approving"),
    ("registration.correct_person", "approving"), ("information.request", "submitted"),
    ("pension.move_institution_relation", "closed"), ("pension.move_institution_relation", "reviewing"),
    ("registration.register_person", "corrected"), ("pension.change_bank_account", "corrected"),
)  # fmt: skip
EARLY = (5, 1, 3, 2, 4, 0)
"""How many working days before today's limit began: a case is accepted a day later, so most are overdue, some nearly."""
# Whose request may meet something that stands in its way, so that another is made up where it is to be granted.
LOOKED_AT_FIRST = (
    "registration.correct_person", "registration.enrol_flexible", "registration.hire", "registration.leave",
    "pension.claim_old_age_pension", "pension.survivors_benefit", "pension.claim_invalidity_allowance", "pension.review_file",
    "pension.transfer_in", "pension.transfer_out", "pension.certificate_of_contributions",
    "contributions.instalment_plan", "contributions.refund", "labour.apply_arbitration", "resident.enrol",
    "expropriation.change_member", "expropriation.convert_town_insurance", "expropriation.claim_allowance",
    "pension.move_institution_relation", "resident.change_tier", "resident.pay_missing_years", "resident.refund_double",
    "resident.inherit", "resident.claim_pension", "resident.settle_double_benefit", "pension.bridge_schemes",
    "resident.take_over_old_rural",
    "labour.renew_contract", "premium_help.apply", "expropriation.claim_town_pension", "contributions.dispute_amount",
)  # fmt: skip
# Days of the month before which an employer's form would tell of what has not happened yet.
NOT_BEFORE = {
    "registration.hire": 16,
    "registration.leave": 20,
    "registration.register_employer": 13,
}


@dataclass(frozen=True)
class Planned:
    """A course and when each of its steps is taken."""

    course: Course
    steps: tuple[tuple[dt.datetime, str], ...]


@dataclass
class Planner:
    """Makes the courses of one city. `staff` are the hands in turn, `shown` the accounts that a newcomer signs in as."""

    town: Town
    days: Days
    staff: tuple[Hands, ...]
    shown: dict[str, identity.Account]
    people: int

    def all(self) -> Iterator[Planned]:
        """Every course: first those of the people whom the demonstration shows, then what every city has, then the rest."""
        for item, ending, who, made in self._of_the_shown():
            yield from self._planned(item, ending, wanted=made, who=who)
        yield from self._of_today()
        for item, ending in MUST:
            yield from self._planned(item, ending)
        for item in EXAMPLES:
            for ending in ENDINGS_OF_EXAMPLES:
                yield from self._planned(item, self._fitting(item, ending))
        count = min(max(self.people // PEOPLE_PER_CASE, FEWEST), MOST)
        for _ in range(count - len(MUST) - OF_THE_SHOWN):
            item = self._weighted("item", USUAL_ITEMS)
            yield from self._planned(
                item, self._fitting(item, self._weighted("ending", USUAL_ENDINGS))
            )

    def _weighted(self, stream: str, choices: tuple[tuple[str, int], ...]) -> str:
        drawn = self.town.draw(stream, sum(weight for _, weight in choices))
        for name, weight in choices:
            drawn -= weight
            if drawn < 0:
                return name
        raise AssertionError("the weights are summed above")

    def _fitting(self, item: str, ending: str) -> str:
        """An ending that an item's path has; other items have a certificate at once or a case at review instead."""
        path = catalogue.declared(item).item.path
        if path == "immediate" and ending in ("reviewing", "approving", "returned"):
            return "closed"
        return "reviewing" if path == "review" and ending == "approving" else ending

    # -- the people whom the demonstration shows ---------------------------------------------------------------------

    def _of_the_shown(self) -> Iterator[tuple[str, str, str, Wanted | None]]:
        """(item, ending, account, request) of each; one waits for its owner, one is decided, one has just come."""
        town, shown = self.town, self.shown
        insured = registry.person(person_id=int(shown["insured"].person_id or 0))
        pensioner = registry.person(person_id=int(shown["pensioner"].person_id or 0))
        unit = registry.employer(employer_id=int(shown["hr"].employer_id or 0))
        made: tuple[tuple[str, str, str, Recipe], ...] = (
            ("registration.correct_person", "correcting", "insured", register.correct_person),
            ("information.certificate_of_insurance", "closed", "insured", info.certificate_of_insurance),
            ("information.request", "refused_closed", "insured", info.request),
            ("contributions.dispute_amount", "draft", "insured", money.dispute_amount),
            ("pension.change_bank_account", "reviewing", "pensioner", money.change_bank_account),
            ("information.certificate_of_pension", "closed", "pensioner", info.certificate_of_pension),
            ("information.hotline_ticket", "talked", "pensioner", info.hotline_ticket),
        )  # fmt: skip
        for item, ending, who, recipe in made:
            yield item, ending, who, recipe(town, insured if who == "insured" else pensioner)
        yield (
            "registration.change_contact",
            "closed",
            "family",
            register.change_contact(town, pensioner),
        )
        for ending, promised in (
            ("submitted", False),
            ("accepted", True),
            ("closed", False),
            ("correcting", False),
        ):
            hired = partial(register.hire, town, None, unit, promised=promised)
            yield "registration.hire", ending, "hr", self._clear("registration.hire", ending, hired)
        yield "registration.leave", "closed", "hr", register.leave(town, None, unit)

    def _of_today(self) -> Iterator[Planned]:
        """What has come to the first counter this morning."""
        for item, ending in (
            ("registration.change_contact", "submitted"), ("information.certificate_of_pension", "closed"),
            ("registration.register_person", "submitted"), ("pension.change_bank_account", "submitted"),
            ("registration.enrol_flexible", "draft"),
        ):  # fmt: skip
            yield from self._planned(item, f"{ending} today")

    # -- one course --------------------------------------------------------------------------------------------------

    def _planned(
        self, item: str, ending: str, *, wanted: Wanted | None = None, who: str = ""
    ) -> Iterator[Planned]:
        ending, _, when = ending.partition(" ")
        if wanted is None and not who:
            wanted = self._clear(item, ending, partial(RECIPES[item], self.town, None))
        if wanted is None:
            return
        course = self._course(wanted, ending, when, who)
        steps = self._times(item, ending, when)
        yield Planned(course, steps)

    def _clear(self, item: str, ending: str, recipe: Any) -> Wanted | None:
        """The next request, and where it is to be granted one that nothing stands in the way of."""
        at = self.days.at(self.days.last, OPENS)
        wanted: Wanted | None = None
        for _ in range(TRIES):
            wanted = recipe()
            if wanted is None:
                return None
            if ending not in (*DECIDED, "reviewing", "approving", "returned") or not self._refused(
                wanted, at
            ):
                return wanted
        return wanted

    def _refused(self, wanted: Wanted, at: dt.datetime) -> bool:
        if wanted.item not in LOOKED_AT_FIRST:
            return False
        trial = Course(self.town, wanted, self.staff[0], self.staff[0].clerk, "counter")
        return trial.stands_in_the_way(at)

    def _course(self, wanted: Wanted, ending: str, when: str, who: str) -> Course:
        """Who hands it in and where: an account shown by name, somebody's own, a counter, or the street's desk."""
        hands = (
            self.staff[0]
            if when == "today"
            else self.staff[self.town.draw("hands", len(self.staff))]
        )
        if who:
            account = self.shown[who]
            behalf = "family" if who == "family" else ""
            return Course(
                self.town,
                wanted,
                hands,
                who,
                "online",
                behalf,
                account.person_id,
                account.employer_id,
            )
        if ending == "from_street":
            desk, place = hands.street
            return Course(
                self.town,
                wanted,
                hands,
                desk,
                "counter",
                "staff",
                desk_place=place,
                opened_place=place,
            )
        online = wanted.person is not None and when != "today" and self.town.draw("online", 10) < 5
        if online or (
            wanted.person is not None and ending in ("correcting", "corrected", "talked")
        ):
            assert wanted.person is not None
            account = self.town.account_of(wanted.person)
            return Course(
                self.town, wanted, hands, account.username, "online", person_id=wanted.person.pk
            )
        return Course(
            self.town, wanted, hands, hands.clerk, "counter", "staff", desk_place=self.town.place
        )

    def _times(self, item: str, ending: str, when: str) -> tuple[tuple[dt.datetime, str], ...]:
        """When each step is taken: minutes apart on one day, a working day or so at each bar."""
        last = self.days.last
        parts = [part.split() for part in ENDINGS[ending].split("|")]
        if catalogue.declared(item).item.path == "immediate" and ending not in (
            "correcting",
            "corrected",
            "talked",
        ):
            parts = [[step for part in parts for step in part]]
        gaps = [0] + [1 + (last > 8 and self.town.draw("gap", 3) == 0) for _ in parts[1:]]
        length = min(sum(gaps), last)
        first = next(
            (n for n, day in enumerate(self.days.days) if day.day >= NOT_BEFORE.get(item, 1)), last
        )
        latest = max(last - length, 0)
        if when == "today":
            day = last
        elif when == "early":
            day = min(
                max(last - self._limit(item) - EARLY[self.town.turn("early", len(EARLY))], first),
                latest,
            )
        elif ending in ("closed", "refused_closed", "reversed", "not_accepted", "withdrawn"):
            day = min(first + self.town.draw("day", max(latest - first, 0) + 1), max(latest - 1, 0))
        else:
            day = max(latest - self.town.draw("lately", 4) - 1, min(first, latest))
        return tuple(self._moments(parts, gaps, day, when))

    def _limit(self, item: str) -> int:
        """About how many working days an item's limit is."""
        clock = catalogue.declared(item).item.clock
        return clock.days if clock.unit == "working" else clock.days * 5 // 7

    def _moments(
        self, parts: list[list[str]], gaps: list[int], day: int, when: str
    ) -> Iterator[tuple[dt.datetime, str]]:
        for part, gap in zip(parts, gaps, strict=True):
            day = min(day + gap, self.days.last)
            span = 60 if when == "today" or day == self.days.last else CLOSES - OPENS - 60
            minute = OPENS + self.town.draw("minute", span)
            for step in part:
                yield self.days.at(day, minute), step
                minute += 3 + self.town.draw("took", 6)
