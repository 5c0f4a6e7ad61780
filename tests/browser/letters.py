"""A contact letter of another province for somebody of the town, so that the office's page of it has something to show."""

from __future__ import annotations

import datetime as dt

from renshe.domains.transfers import api as transfers
from renshe.laws import library
from renshe.portals.conftest import PLACE, Town

AGENCY = "绵阳市社会保险局"
TODAY = dt.date(2025, 10, 28)
AT = dt.datetime(2025, 10, 28, 2, tzinfo=dt.UTC)


def letter_came(town: Town) -> None:
    """Sichuan asks for the town's first person, who is insured here still."""
    person = town.city.people[0]
    body = {"id_number": person.id_number, "name": person.name, "agency": AGENCY}
    message = transfers.Message(
        message_id="L510000440402", kind=transfers.LETTER, from_code="510000", to_code=f"{PLACE[:2]}0000", made_on=TODAY,
        reference="L510000440402", body=body,
    )  # fmt: skip
    recorded = transfers.Recorded(by="run", at=AT, today=TODAY)
    transfers.receive(message=message, place=PLACE, recorded=recorded, explain=library.explain)
