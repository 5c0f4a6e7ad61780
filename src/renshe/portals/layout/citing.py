"""Clauses in the reader's language, as law is cited; the form itself is `kernel/codes/citation.py`."""

from django.utils.translation import get_language

from renshe.kernel.codes.citation import OWNER_DEFAULT, cite, cite_article


def cited(clause: str) -> str:
    """A clause such as `社会保险经办条例 6` as it is cited; our own convention is said to be one; empty stays empty."""
    return cite(clause, get_language() or "zh")


def cited_law(clause: str) -> str:
    """The same, but empty where it is our own convention: where a line would only say that there is no law."""
    return "" if clause == OWNER_DEFAULT else cited(clause)


def cited_article(instrument: str, article: str) -> str:
    """What a rule or a parameter rests on, as it is cited."""
    return cite_article(instrument, article, get_language() or "zh")
