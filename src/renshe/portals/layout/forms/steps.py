"""A form cut into steps: a few questions on each, so that a phone shows one thing at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from renshe.domains.cases.api import Field, Item, shown
from renshe.portals.layout.forms.places import place_code

QUESTIONS_A_STEP = 3


def questions_of(item: Item) -> list[list[Field]]:
    """Every question with the fields that wait for its answer, in the form's order."""
    home: dict[str, int] = {}
    questions: list[list[Field]] = []
    for field in item.fields:
        at = home.get(field.when[0]) if field.when else None
        if at is None:
            at = len(questions)
            questions.append([])
        home[field.key] = at
        questions[at].append(field)
    return questions


def steps_of(item: Item, *, most: int = QUESTIONS_A_STEP) -> list[list[str]]:
    """The keys of each step, at most so many questions in one; evenly filled, so that none is left with one alone."""
    questions = questions_of(item)
    if not questions:
        return []
    count = -(-len(questions) // most)
    size, longer = divmod(len(questions), count)
    steps, at = [], 0
    for number in range(count):
        end = at + size + (number < longer)
        steps.append([field.key for question in questions[at:end] for field in question])
        at = end
    return steps


def answers(
    item: Item, keys: Sequence[str], posted: Mapping[str, Any], earlier: Mapping[str, Any]
) -> dict[str, Any]:
    """All answers after a step was sent: its fields as posted, the others as they were.

    A box that was not ticked is not sent by a browser and counts as cleared. A division may be written by its name.
    What an answer hides is dropped, also where it was answered before.
    """
    given = dict(earlier)
    for key in keys:
        text = str(posted.get(key, ""))
        given[key] = place_code(text) if item.field(key).kind == "place" else text
    hidden: set[str] = set()
    for field in item.fields:
        if field.when and (field.when[0] in hidden or not shown(field, given)):
            hidden.add(field.key)
    return {key: value for key, value in given.items() if key not in hidden}


def step_of(item: Item, key: str, *, most: int = QUESTIONS_A_STEP) -> int:
    """The number of the step on which a field is asked, from 1. Raises StopIteration for no field of the item."""
    return next(number for number, keys in enumerate(steps_of(item, most=most), 1) if key in keys)
