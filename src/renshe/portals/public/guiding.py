"""A service item told to people: who, what is asked and why, how long, what it costs, what comes out, on what basis."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.cases.api import Item, rating_average
from renshe.portals.layout.formats import yuan
from renshe.portals.layout.forms.wording import OWNER_DEFAULT, said
from renshe.portals.layout.roles import role_words

ARTICLES = re.compile(r"\d+(?:[、，]\d+)*", re.ASCII)
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


def days_words(days: int, unit: str) -> str:
    """So many days of a clock's unit."""
    words = _("{days}个工作日") if unit == "working" else _("{days}个自然日")
    return words.format(days=days)


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
    words = _("{average}分（满分5分，{count}人评价）")
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
            promise=_("一时拿不出的，可以承诺{days}个工作日内补交").format(days=one.promise_days)
            if one.promise_days
            else "",
            basis=clause_words(one.basis),
        )
        for one in item.materials
    )


def articles_of(item: Item) -> tuple[Article, ...]:
    """What the item rests on."""
    return tuple(
        Article(name=article_words(one.instrument, one.article), says=one.says)
        for one in item.basis
    )


def article_words(instrument: str, article: str) -> str:
    """An article in words: 社会保险法第58条; an instrument without numbers stands alone."""
    if instrument == OWNER_DEFAULT:
        return clause_words(instrument)
    if not ARTICLES.fullmatch(article):
        return f"{instrument} {article}".strip()
    return _("{instrument}第{number}条").format(instrument=instrument, number=article)


def clause_words(basis: str) -> str:
    """A basis in words: its article counted, or that the law is silent; anything longer as it is written."""
    if basis.startswith(OWNER_DEFAULT):
        chinese = (get_language() or "zh").startswith("zh")
        why = basis.removeprefix(OWNER_DEFAULT) if chinese else ""
        return _("法规未写明，按本系统约定") + why
    instrument, _space, article = basis.rpartition(" ")
    return (
        article_words(instrument, article) if instrument and ARTICLES.fullmatch(article) else basis
    )
