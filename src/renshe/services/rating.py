"""An applicant's rating of a case, and the hotline ticket that a bad one opens (好差评).

Every bad grade is answered on the case itself (`cases.answer_rating`, 国办发〔2019〕51号: looked into, and its author told). One
with words is a complaint besides: it becomes a ticket of the hotline under a number of its own, with a ticket's limit
(国办发〔2020〕53号: what is complained of is registered, handed out, answered and followed up). The rater stays secret, as
a complainant does.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Refused
from renshe.services.catalogue import declared

TICKET = "information.hotline_ticket"


@transaction.atomic
def rate(
    *, number: str, grade: int, labels: Sequence[str], words: str, channel: str, actor: cases.Actor
) -> cases.Rating:
    """Rate a finished case, once, and open the ticket where the rating complains of something. Raises as `cases.rate`."""
    made = cases.rate(
        number=number, grade=grade, labels=labels, words=words, channel=channel, actor=actor
    )
    if opens_ticket(made):
        try:
            with transaction.atomic():
                _open_ticket(made, actor)
        except Refused:
            # A rating is never lost because a ticket cannot be opened; it is followed up on its own case all the same.
            pass
    return made


def opens_ticket(rating: cases.Rating) -> bool:
    """Whether a rating is a complaint: one of the two lowest grades, and said why."""
    return rating.grade <= cases.BAD and bool(rating.words)


def _open_ticket(rating: cases.Rating, actor: cases.Actor) -> cases.Case:
    """The complaint, handed in at once in the name of the rated case's applicant."""
    item, service = declared(TICKET).item, declared(TICKET).service
    rated = rating.case
    application = cases.Application(
        item, rated.place, rated.channel, None, rated.applicant_name,
        received_at_place=rated.received_at_place, on_behalf=rated.on_behalf,
    )  # fmt: skip
    applicant = cases.Actor(rated.applicant, actor.at, actor.today)
    ticket = cases.open_case(application=application, actor=applicant)
    given = {
        "source": "visit" if rated.on_behalf == "staff" else "web", "kind": "complaint",
        "against": declared(rated.item).item.name.zh[:60] + f"（{rated.number}）",
        "said": f"{'、'.join(rating.labels)}：{rating.words}"[:2000] if rating.labels else rating.words,
        **_reached(rated),
    }  # fmt: skip
    cases.save_form(number=ticket.number, item=item, given=given, actor=applicant)
    return cases.submit(number=ticket.number, item=item, service=service, actor=applicant)


def _reached(rated: cases.Case) -> dict[str, str]:
    """How the complainant is answered: by the registered telephone, secret; without one in the case alone, unnamed."""
    phone = ""
    if rated.subject_kind == "person" and rated.subject_id is not None:
        phone = registry.person(person_id=rated.subject_id).phone
    return {"named": "secret", "phone": phone} if phone else {"named": "anonymous"}
