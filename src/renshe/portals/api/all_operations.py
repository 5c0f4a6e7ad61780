"""Every operation of version 1, chapter by chapter."""

from renshe.portals.api.operation import Group, Operation
from renshe.portals.api.operations import (
    annuities,
    bad_ratings,
    cases,
    catalogue,
    certification,
    codes,
    declarations,
    description,
    employer,
    explained,
    finance,
    finance_payments,
    finance_people,
    institution_staff,
    institutions,
    land,
    law,
    mandates,
    my_certification,
    news,
    office,
    office_acts,
    office_alike,
    office_papers,
    one_off,
    outlook,
    papers,
    parameters,
    person,
    premium_help,
    quality,
    register,
    resident,
    retirees,
    retirement,
    services,
    transfers,
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
    land.GROUP,
    premium_help.GROUP,
    law.GROUP,
    codes.GROUP,
    office.GROUP,
    certification.GROUP,
    finance.GROUP,
    register.GROUP,
    resident.GROUP,
    retirees.GROUP,
    webhooks.GROUP,
    description.GROUP,
)


OF_CHAPTERS = (
    annuities.GROUP,
    bad_ratings.GROUP,
    declarations.GROUP,
    explained.GROUP,
    finance_people.GROUP,
    finance_payments.GROUP,
    institution_staff.GROUP,
    mandates.GROUP,
    my_certification.GROUP,
    news.GROUP,
    office_acts.GROUP,
    office_alike.GROUP,
    office_papers.GROUP,
    one_off.GROUP,
    outlook.GROUP,
    parameters.GROUP,
    quality.GROUP,
    retirement.PUBLIC,
    transfers.GROUP,
)
"""These modules add to chapters above; named here so that they are loaded."""


def operations() -> list[Operation]:
    """All of them, in the order of the documentation."""
    return [one for group in GROUPS for one in group]
