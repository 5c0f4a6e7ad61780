"""Each day: escalate what is overdue, remind of promised papers, seal the days before, draw what is checked of the month
that is over and give it to checkers, hand waiting notices out by SMS or e-mail and take back what could not be delivered.

Every part may be killed at any instant and run again: what was done is found done. Silence never grants anything by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from renshe.domains.audit import api as audit
from renshe.domains.cases import api as cases
from renshe.domains.identity import api as identity
from renshe.domains.registry import api as registry
from renshe.kernel.periods import month_containing
from renshe.runs.case_clocks.checkers import assign_checks
from renshe.runs.context import RunContext, begin

KIND = "case_clocks"
ESCALATED_AT_ONCE = 5000
NOTICES_AT_ONCE = 500
NOTHING_DRAWN: Mapping[str, cases.Sampling] = MappingProxyType({})

MaterialName = Callable[[str, str], tuple[str, str]]
"""(item, material) → what the paper is called in Chinese and English."""


class Channel(Protocol):
    """The line to the telephone company, as the run needs it."""

    def send(self, *, notice: int, phone: str, text: str, made_at: Any) -> None:
        """Hand over one message; the same notice again changes nothing. Raises OSError, Refused."""


class Report(Protocol):
    """One e-mail that came back, as the run needs it."""

    @property
    def notice(self) -> int:
        """Whose e-mail it was."""

    @property
    def attempt(self) -> int:
        """Which try it was."""

    @property
    def for_good(self) -> bool:
        """Whether the address cannot be reached at all."""

    @property
    def status(self) -> str:
        """The mail system's status."""

    @property
    def words(self) -> str:
        """What it says in words."""


class Mail(Protocol):
    """The line to the mail system, as the run needs it."""

    def send(
        self, *, notice: int, attempt: int, address: str, zh: str, en: str, made_at: Any
    ) -> None:
        """Hand over one message; the same try of a notice again changes nothing. Raises OSError, ValueError, Refused."""

    def send_code(self, *, number: int, address: str, zh: str, en: str, made_at: Any) -> None:
        """Hand over the message with one code; the same again changes nothing. Raises OSError, ValueError, Refused."""

    def returned(self) -> Sequence[Report]:
        """What came back so far."""


def run(
    context: RunContext,
    *,
    channel: Channel,
    mail: Mail,
    material_name: MaterialName,
    rates: Mapping[str, cases.Sampling] = NOTHING_DRAWN,
    show_codes: bool = False,
) -> dict[str, Any]:
    """Do the day's work once; asked for again on the same day, it sends only what has come to wait since.

    `rates` say of each item how many of its decided cases are checked; of an item that is not named nothing is drawn.
    Codes that prove an e-mail address go out first, because somebody sits waiting; `show_codes` shows each in the inbox as
    well, for a demonstration whose mailboxes nobody can open.
    """
    cases.send_codes(send=partial(_send_code, mail, show_codes), at=context.at)
    key, done = begin(context, KIND, context.today.isoformat())
    if done:
        earlier = dict(audit.run_by_key(key=key).totals)
        return earlier | {"sent_again": _send(context, channel, mail)}
    totals = {
        "escalated": _escalate(context),
        "reminded": _remind(context, material_name),
        "sealed_days": cases.seal_days(until=context.today, at=context.at),
        "drawn": _draw(context, rates),
        "assigned": assign_checks(on=context.today, at=context.at),
        "sent": _send(context, channel, mail),
    }
    _ask_for_a_human(context, key, totals)
    audit.finish(key=key, at=context.at, totals=totals, failed=False)
    return totals


def _escalate(context: RunContext) -> int:
    total = 0
    while found := cases.escalate_overdue(
        today=context.today, at=context.at, most=ESCALATED_AT_ONCE
    ):
        total += found
        context.progress("escalate", total, total)
    return total


def _remind(context: RunContext, material_name: MaterialName) -> int:
    reminded = 0
    for evidence in cases.promises_due(today=context.today):
        if evidence.case.state in cases.ENDED:
            continue
        zh, en = material_name(evidence.case.item, evidence.material)
        reminded += cases.remind_of_promise(evidence=evidence, zh=zh, en=en, at=context.at)
    return reminded


def _draw(context: RunContext, rates: Mapping[str, cases.Sampling]) -> int:
    """The sample of the month before this one; the seals made just now decide it."""
    month = month_containing(context.today) - 1
    total = cases.draw_sample(rates=rates, month=month, at=context.at)
    context.progress("draw", total, total)
    return total


def _send_code(mail: Mail, shown: bool, code: cases.AddressCode, digits: str) -> None:
    """One code to its address, in both languages."""
    zh, en = cases.code_words(digits)
    mail.send_code(number=code.pk, address=code.address, zh=zh, en=en, made_at=code.made_at)
    if shown:
        cases.show_code(code=code, zh=zh, en=en)


def _send(context: RunContext, channel: Channel, mail: Mail) -> int:
    """Take back what could not be delivered, then hand out what waits, in portions, until the gateways take nothing more."""
    for back in mail.returned():
        why = f"{back.status} {back.words}".strip()
        cases.record_return(
            notice=back.notice, attempt=back.attempt, for_good=back.for_good, why=why, at=context.at
        )
    unreachable: list[int] = []

    def send(notice: cases.Notice) -> cases.Handed | None:
        handed = _hand_over(notice, channel, mail)
        if handed is None:
            unreachable.append(notice.pk)
        return handed

    total, moved = 0, True
    while moved:
        left_out = len(unreachable)
        taken = cases.send_notices(send=send, at=context.at, most=NOTICES_AT_ONCE)
        total, moved = total + taken, bool(taken or len(unreachable) > left_out)
        context.progress("send", total, total)
    return total


def _hand_over(notice: cases.Notice, channel: Channel, mail: Mail) -> cases.Handed | None:
    """Send one notice the way that its account chose; nothing goes out that names a number of a person or an amount."""
    zh, en = cases.outgoing(notice.zh), cases.outgoing(notice.en)
    at_counter = notice.case is not None and notice.case.on_behalf == "staff"
    address, attempt = ("", 0) if at_counter else cases.wants_email(notice=notice)
    if address:
        mail.send(
            notice=notice.pk, attempt=attempt, address=address, zh=zh, en=en, made_at=notice.at
        )
        return cases.Handed(way="email", masked=cases.mask_email(address), words=f"{zh}\n{en}")
    if not at_counter and cases.wants_inbox_alone(notice=notice):
        return None
    phone = phone_for(notice)
    if not phone:
        return None
    channel.send(notice=notice.pk, phone=phone, text=zh, made_at=notice.at)
    return cases.Handed(way="sms", masked=identity.mask_phone(phone), words=zh)


def phone_for(notice: cases.Notice) -> str:
    """The number to which a notice goes: that of whom the case is about where a counter typed it in, else the account's own."""
    case = notice.case
    if case is not None and case.on_behalf == "staff":
        about = case.subject_id if case.subject_kind == "person" else None
    else:
        account = identity.account_named(username=notice.to_account)
        about = account.person_id if account else None
    if about is None:
        return ""
    try:
        return str(registry.person(person_id=about).phone)
    except registry.Person.DoesNotExist:
        return ""


def _ask_for_a_human(context: RunContext, key: str, totals: dict[str, Any]) -> None:
    """What nobody can mend but people: cases past their day, and promises that were not kept."""
    if totals["escalated"]:
        audit.attention(
            key=key, code="cases_overdue", subject=context.place,
            zh=f"{totals['escalated']}件办件今天起超过办理期限，请到“办件—已超期”督办",
            en=f"{totals['escalated']} cases passed their limit; see the queue “overdue” in casework",
        )  # fmt: skip
    if late := cases.ratings_overdue(today=context.today):
        audit.attention(
            key=key, code="ratings_unanswered", subject=context.place,
            zh=f"{late}件差评超过10个工作日没有回访，请到“办件—质量与评价”处理",
            en=f"{late} bad ratings were not followed up within ten working days; see casework, quality and ratings",
        )  # fmt: skip
    unkept = len(cases.promises_due(today=context.today))
    if unkept:
        audit.attention(
            key=key, code="promises_unkept", subject=context.place,
            zh=f"{unkept}份承诺补交的材料已过期未交，请核查后依法处理",
            en=f"{unkept} promised papers are overdue; look into them and act by law",
        )  # fmt: skip
