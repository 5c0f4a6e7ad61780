"""What the calculators share: their questions, the places whose law is loaded, and reading what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import urlencode

from renshe.domains.cases.api import Field, Words, read_form
from renshe.kernel.codes.divisions import division_name
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.fields import FormView, form_view

PLACES = ("310000", "440400")
"""Places whose own rules and parameters are loaded; elsewhere only national law would answer."""
NOTHING = Words(zh="", en="")


@dataclass(frozen=True, kw_only=True)
class Questions:
    """The questions of a calculator, in the shape that forms of service items have."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody asked: the form to show again, and the values where all of it could be read.

    `query` carries the same answers in an address, so that a result can be shared and printed.
    """

    form: FormView
    values: Mapping[str, Any] | None
    query: str


def question(
    key: str,
    name: Words,
    kind: str,
    *,
    choices: Mapping[str, Words] | None = None,
    note: Words = NOTHING,
    required: bool = True,
    when: tuple[str, str] | None = None,
) -> Field:
    """One question of a calculator."""
    return Field(
        key=key,
        name=name,
        kind=kind,
        required=required,
        note=note,
        choices=dict(choices or {}),
        when=when,
        longest=20,
        sensitive=False,
    )


def place_question() -> Field:
    """Where: decides which city's rules and parameters count."""
    choices = {code: Words(zh=division_name(code), en=ENGLISH_PLACES[code]) for code in PLACES}
    return question("place", Words(zh="参保地", en="Where insured"), "choice", choices=choices)


ENGLISH_PLACES = {"310000": "Shanghai", "440400": "Zhuhai, Guangdong"}


def typed(visit: Visit, questions: Questions) -> Typed:
    """Read a calculator's form from the address; an address without any of it is the empty form, and nothing is wrong yet."""
    given = _given(visit.request.GET, questions)
    if not given:
        return Typed(form=form_view(questions, {}, {}), values=None, query="")
    values, wrong = read_form(questions, given, today=visit.today)
    return Typed(
        form=form_view(questions, given, wrong),
        values=None if wrong else values,
        query=urlencode(given),
    )


def _given(sent: QueryDict, questions: Questions) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in questions.fields:
        try:
            found[field.key] = sent[field.key].strip()
        except MultiValueDictKeyError:
            continue
    return found
