"""Every operation of version 1, chapter by chapter."""

from renshe.portals.api.operation import Group, Operation
from renshe.portals.api.operations import (
    cases,
    catalogue,
    codes,
    declarations,
    description,
    employer,
    explained,
    finance,
    institutions,
    law,
    mandates,
    news,
    office,
    office_acts,
    office_papers,
    papers,
    person,
    register,
    services,
    webhooks,
)

GROUPS: tuple[Group, ...] = (
    catalogue.GROUP,
    services.group(),
    cases.GROUP,
    papers.GROUP,
    employer.GROUP,
    person.GROUP,
    institutions.GROUP,
    law.GROUP,
    codes.GROUP,
    office.GROUP,
    finance.GROUP,
    register.GROUP,
    webhooks.GROUP,
    description.GROUP,
)


OF_CHAPTERS = (
    declarations.GROUP,
    explained.GROUP,
    mandates.GROUP,
    news.GROUP,
    office_acts.GROUP,
    office_papers.GROUP,
)
"""These modules add to chapters above; named here so that they are loaded."""


def operations() -> list[Operation]:
    """All of them, in the order of the documentation."""
    return [one for group in GROUPS for one in group]
