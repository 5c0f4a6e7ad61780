"""What cases call their things, in the reader's language: items, states, acts, places, people of the office."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import Account, mask_name
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.states import State
from renshe.services import catalogue

TONES = {
    "correcting": "warn",
    "suspended": "warn",
    "granted": "good",
    "closed": "good",
    "refused": "bad",
    "not_accepted": "bad",
    "reversed": "bad",
}


def chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "zh").startswith("zh")


def either(zh: str, en: str) -> str:
    """The text in the reader's language; Chinese where nobody wrote the other."""
    return zh if chinese() or not en else en


def words_of(words: cases.Words) -> str:
    """A text of a declaration in the reader's language."""
    return either(words.zh, words.en)


def item_of(code: str) -> cases.Item | None:
    """The item of a case, or None for one that is not offered any more."""
    try:
        return catalogue.declared(code).item
    except Refused:
        return None


def item_name(code: str) -> str:
    """An item's name; the code of one that is not offered any more."""
    item = item_of(code)
    return words_of(item.name) if item else code


def state_of_case(code: str) -> State:
    """A case's state in words; the colour only repeats them."""
    return State(words=either(*cases.STATES[code]), tone=TONES.get(code, ""))


def applicant_of(case: cases.Case, *, full: bool = False) -> str:
    """Who applied, as a list of the office may show it: a person masked, an employer or institution by its name, which
    is public."""
    if full or case.subject_kind == "employer" or case.on_behalf == "institution":
        return case.applicant_name
    return mask_name(case.applicant_name)


def verb_words(verb: str) -> str:
    """What an act is called."""
    return either(*cases.VERBS[verb])


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Display names of accounts by username, in one query; a username without an account stands for itself."""
    wanted = {name for name in usernames if name}
    found = dict(
        Account.objects.filter(username__in=wanted).values_list("username", "display_name")
    )
    return {name: found.get(name, name) for name in wanted}
