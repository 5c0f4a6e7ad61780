"""A contact letter is refused by the second hand: the message goes out, and the person whom it means is told why."""

from __future__ import annotations

from django.db import transaction

from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.domains.transfers import api as transfers
from renshe.laws import library


@transaction.atomic
def letter_refused(*, number: int, recorded: transfers.Recorded) -> transfers.LetterAnswer:
    """Send the refusal that somebody else proposed; whoever has an account here reads the reason. Raises Refused, Refusal.

    Basis: 国办发〔2009〕66号 八; 社会保险经办条例 46 (what is refused is refused in writing, with its reason).
    """
    answer = transfers.send_refusal(number=number, recorded=recorded, explain=library.explain)
    if answer.transfer is None:
        return answer
    accounts = identity.Account.objects.filter(person_id=answer.transfer.person_id, is_active=True)
    name = accounts.order_by("pk").values_list("username", flat=True).first()
    if name is not None:
        agency, why = answer.transfer.other_agency, answer.transfer.refusal
        cases.Notice.objects.create(
            to_account=name, at=recorded.at, by_sms=True,
            zh=f"{agency}来函要求转走您的养老保险关系，现在不能转：{why}。下一步请看“养老金—转移接续”。",
            en="Another agency asked for your pension relation; it cannot move now. See my transfers for the reason.",
        )  # fmt: skip
    return answer
