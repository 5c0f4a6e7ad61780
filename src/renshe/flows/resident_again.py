"""Coming back into the resident scheme after two pensions at once were settled: the other one ended, or was never this person's.

The settlement stays as it was made: a new participation goes on where the old one ended, a balance that nobody has paid out yet
stands in the account again, and a pension claimed anew begins after every month that either pension covered. Basis:
国发〔2014〕8号 三、六; 人社部发〔2014〕17号 八.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows.resident_to_ledger import payout_cancelled
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import Month

STILL_DRAWS = Problem(
    "other_pension_in_force",
    "仍在领取其他基本养老金，不能恢复居民养老关系",
    "another basic pension is still drawn, so the resident one does not go on",
    "人社部发〔2014〕17号 八",
    "另一份养老金确实不是本人的，先办理登记更正；已经终止的，等终止登记以后再来",
    "If the other pension is another person's have the register corrected first; if it ended come once that is recorded",
)


def was_settled(*, person_id: int) -> bool:
    """Whether the last participation ended because two pensions were drawn at once."""
    last = resident.last_participation(person_id=person_id)
    return last is not None and last.ended_on is not None and last.ended_why == "double_benefit"


def draws_other(*, person_id: int) -> bool:
    """Whether a pension of any basic scheme is drawn now; one that has ended stands in nobody's way."""
    basic = (resident_account.KIND, *resident_account.OTHER_PENSIONS)
    return any(one.kind in basic for one in pension.all_in_force(person_id=person_id))


@transaction.atomic
def go_on(*, person_id: int, hand: resident.ByHand) -> resident.Participation:
    """A new participation in the same place, with the tier chosen last; whatever the age, because it is one that goes on.

    Raises Refused `not_in_the_scheme` where there was none that a settlement ended, `other_pension_in_force`.
    """
    if not was_settled(person_id=person_id):
        raise Refused(resident.NOT_JOINED)
    if draws_other(person_id=person_id):
        raise Refused(STILL_DRAWS)
    return resident.resume(person_id=person_id, hand=hand)


@transaction.atomic
def settlement_corrected(*, person_id: int, hand: resident.ByHand) -> int:
    """A settlement that should not have been made: the participation goes on and what of its balance nobody has paid stands in
    the account again. The fen put back. Raises as `go_on`."""
    go_on(person_id=person_id, hand=hand)
    back = 0
    for payout in resident.payouts_of(person_id=person_id):
        if (payout.kind, payout.state) == ("returned", "owed"):
            back += payout_cancelled(case_number=payout.case_number, hand=hand).amount_fen
    return back


def first_month_free(*, person_id: int) -> Month:
    """The month after every month that an ended basic pension of the person covered; 0 where there was none. Such a month is
    not paid twice."""
    people = registry.everybody_who_is(person_id=person_id)
    basic = (resident_account.KIND, *resident_account.OTHER_PENSIONS)
    ended = pension.Award.objects.filter(person_id__in=people, state="ended", kind__in=basic)
    months = [
        one.ends_month
        for one in ended.only("starts_month", "ends_month")
        if one.ends_month is not None and one.ends_month >= one.starts_month
    ]
    return max(months) + 1 if months else 0
