"""A service item told to people: who, what is asked and why, how long, what it costs, what comes out, on what basis."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.cases.api import Item, rating_average
from renshe.portals.layout.citing import cited, cited_article
from renshe.portals.layout.formats import days_words, yuan
from renshe.portals.layout.forms.wording import said
from renshe.portals.layout.roles import role_words

SELF_SERVICE = ("insured_person", "employer_clerk")


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """One item in a list."""

    name: str
    summary: str
    url: str
    online: bool
    days: str


@dataclass(frozen=True, kw_only=True)
class AskedPaper:
    """One paper that is asked for: how it comes, whether a promise may stand for it, on what basis."""

    name: str
    how: str
    required: bool
    promise: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of law that an item rests on."""

    name: str
    says: str


def card_of(item: Item) -> ItemCard:
    """An item as a line of a list."""
    return ItemCard(
        name=said(item.name),
        summary=said(item.summary),
        url=reverse("public:guide", kwargs={"code": item.code}),
        online=is_online(item),
        days=promised_words(item),
    )


def cards_of(items: Iterable[Item]) -> tuple[ItemCard, ...]:
    """Items as lines of a list, in their order."""
    return tuple(card_of(item) for item in items)


def is_online(item: Item) -> bool:
    """Whether somebody may hand it in himself, here."""
    return "online" in item.channels and any(role in SELF_SERVICE for role in item.applicants)


def who_may(item: Item) -> tuple[str, ...]:
    """Who may apply online, in words; staff only take it in."""
    return tuple(role_words(role) for role in item.applicants if role in SELF_SERVICE)


def limit_words(item: Item) -> str:
    """The statutory limit, counted from acceptance."""
    return days_words(item.clock.days, item.clock.unit)


def promised_words(item: Item) -> str:
    """The limit that the office promises, within the statutory one."""
    if item.path == "immediate" and not item.clock.promised_days:
        return _("当场办结")
    return days_words(item.clock.promised_days, item.clock.unit)


def silence_words(item: Item) -> str:
    """What it means if the office says nothing until the limit ends."""
    if item.clock.silence == "granted":
        return _("到期不答复，视为同意")
    return _("到期不答复不等于同意，系统报负责人督办")


def extension_words(item: Item) -> str:
    """By how much the limit may be lengthened, and how; empty where the law lets nobody."""
    if item.clock.extension is None:
        return ""
    return _("必要时经负责人同意可以延长一次，最多{days}，会书面告知理由").format(
        days=days_words(item.clock.extension.days, item.clock.unit)
    )


def rated_words(item: Item) -> str:
    """How those who had it done rate it, from enough ratings on that no single one shows; else empty."""
    average = rating_average(item=item.code)
    if average is None:
        return ""
    words = ngettext(
        "{average}分（满分5分，{count}人评价）",
        "{average}分（满分5分，{count}人评价）",
        average.count,
    )
    return words.format(
        average=f"{average.tenths // 10}.{average.tenths % 10}", count=average.count
    )


def path_words(item: Item) -> str:
    """How many people decide."""
    words = {
        "immediate": _("一人办理并决定"),
        "review": _("一人经办，另一人复核后决定"),
        "approval": _("经办、复核、审批由三个人分别办理"),
    }[item.path]
    if item.approval_above_fen is None:
        return words
    above = _("超过{amount}元的，须三个人办理").format(amount=yuan(item.approval_above_fen))
    return f"{words}；{above}"


def papers_of(item: Item) -> tuple[AskedPaper, ...]:
    """Every paper with how it comes to the office."""
    return tuple(
        AskedPaper(
            name=said(one.name),
            how=_("不用交，由我们核验")
            if one.source == "register"
            else (_("登记里有就不用交") if one.source == "either" else _("上传照片或 PDF")),
            required=one.required and one.source != "register",
            promise=_promise_words(one.promise_days),
            basis=cited(one.basis),
        )
        for one in item.materials
    )


def _promise_words(days: int) -> str:
    """Within how many days a paper may be brought later; empty where it may not."""
    if not days:
        return ""
    promise = ngettext(
        "一时拿不出的，可以承诺{days}个工作日内补交",
        "一时拿不出的，可以承诺{days}个工作日内补交",
        days,
    )
    return promise.format(days=days)


def articles_of(item: Item) -> tuple[Article, ...]:
    """What the item rests on."""
    return tuple(
        Article(name=cited_article(one.instrument, one.article), says=one.says)
        for one in item.basis
    )
