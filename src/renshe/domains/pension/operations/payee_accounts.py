"""Where a pension goes: only to an account in the person's own name."""

from datetime import date, timedelta

from django.db import transaction

from renshe.domains.pension.models import PayeeAccount
from renshe.domains.pension.refusals import NAME_DIFFERS
from renshe.domains.registry import api as registry
from renshe.kernel.codes.names import same_name
from renshe.kernel.rules import Refusal


@transaction.atomic
def change_payee_account(
    *,
    person_id: int,
    bank_code: str,
    account_number: str,
    account_name: str,
    verified_on: date,
    valid_from: date,
) -> PayeeAccount:
    """Pay to another account from a day on; the old one closes the day before and stays in the record.

    Refuses a name that is not the person's; how a bank spells rare characters is the gateway's business. Basis:
    社会保险经办条例 第二十二条.
    """
    person = registry.person(person_id=person_id)
    if not same_name(account_name, person.name):
        raise Refusal(NAME_DIFFERS, subject=str(person.pk))
    current = PayeeAccount.objects.select_for_update().filter(
        person_id=person.pk, valid_to__isnull=True
    )
    for old in current:
        same = (old.bank_code, old.account_number) == (bank_code, account_number)
        if same:
            return old
        old.valid_to = max(old.valid_from, valid_from - timedelta(days=1))
        old.save(update_fields=["valid_to"])
    return PayeeAccount.objects.create(
        person_id=person.pk,
        bank_code=bank_code,
        account_number=account_number,
        account_name=person.name,
        verified_on=verified_on,
        valid_from=valid_from,
    )
