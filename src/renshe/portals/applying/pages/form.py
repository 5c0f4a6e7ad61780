"""One page of an application's form: a few questions, everything typed is kept, wrong or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from renshe.domains.cases import api as cases
from renshe.portals.applying.filling import (
    Frame,
    addresses,
    frame_of,
    keys_of_steps,
    wrong_in,
)
from renshe.portals.applying.portal import APPLY, APPLYING
from renshe.portals.applying.registers import AskedAgain, ask_again, found_of, lookups_of
from renshe.portals.applying.seeing import own_editable_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.layout.forms.places import place_words
from renshe.portals.layout.forms.steps import answers
from renshe.services.catalogue import Declared


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What `applying/pages/form.html` may use. `filled` counts what the registers filled in just now; None where they
    were not asked."""

    frame: Frame
    form: FormView
    url: str
    filled: int | None
    to_review: bool


@APPLYING.page(template="applying/pages/form.html", access=APPLY)
def form(visit: Visit, *, number: str, step: int) -> FormPage | HttpResponse:
    """Show a page of the form, or keep its answers and go on; a page with a mistake is shown again with what to do."""
    case, declared = own_editable_case(visit, number)
    steps = keys_of_steps(declared.item)
    if not 1 <= step <= len(steps):
        raise Http404
    if visit.request.method == "POST":
        return _keep(visit, case, declared, step, steps[step - 1])
    return _page(visit, case, declared.item, step, steps[step - 1])


@transaction.atomic
def _keep(
    visit: Visit, case: cases.Case, declared: Declared, step: int, keys: list[str]
) -> HttpResponse:
    """Keep the answers; a number that is new has the registers asked for what is still empty. Then onwards."""
    item, sent = declared.item, visit.request.POST
    before = cases.written(item, case.form)
    given = answers(item, keys, sent, before)
    wrong = cases.save_form(number=case.number, item=item, given=given, actor=actor_of(visit))
    numbers = [field.key for field in lookups_of(item, keys)]
    added = AskedAgain(filled={})
    if "lookup" in sent or any(given.get(key) != before.get(key) for key in numbers):
        added = ask_again(visit, cases.case_by_number(number=case.number), declared)
    if "lookup" in sent:
        return _looked_up(visit, case, item, step, added, given)
    still_wrong = [key for key in keys if key in wrong and key not in added.filled]
    return HttpResponseRedirect(_next(sent, case, item, step, still_wrong, added))


def _looked_up(
    visit: Visit, case: cases.Case, item: cases.Item, step: int, added: AskedAgain, given: Any
) -> HttpResponse:
    """The same page with what was found; for the page's own script only what was found."""
    if visit.request.headers.get("X-Lookup"):
        shown = {key: _shown(item, key, value) for key, value in added.filled.items()}
        keys = [field.key for field in item.fields]
        return JsonResponse({"filled": shown, "found": found_of(visit, item, keys, given)})
    back = "&to=review" if visit.request.POST.get("to") == "review" else ""
    number = visit.request.POST.get("lookup", "")
    anchor = f"#f-{number}" if any(field.key == number for field in item.fields) else ""
    here = addresses(case, item)[step - 1]
    return HttpResponseRedirect(f"{here}?looked=1&filled={len(added.filled)}{back}{anchor}")


def _shown(item: cases.Item, key: str, value: Any) -> str:
    """An answer as its input shows it."""
    return place_words(str(value)) if item.field(key).kind == "place" else str(value)


def _next(
    sent: Any,
    case: cases.Case,
    item: cases.Item,
    step: int,
    wrong: Sequence[str],
    added: AskedAgain,
) -> str:
    """Where to go after the answers are kept: away, onwards, back to the review, or to this page with its mistakes."""
    if "later" in sent:
        return reverse("applying:case", kwargs={"number": case.number})
    here = addresses(case, item)[step - 1]
    if wrong:
        back = "&to=review" if sent.get("to") == "review" else ""
        return f"{here}?check=1{back}#problems"
    if sent.get("to") == "review":
        return reverse("applying:review", kwargs={"number": case.number})
    onwards = addresses(case, item)[step]
    return f"{onwards}?filled={len(added.filled)}" if added.filled else onwards


def _page(visit: Visit, case: cases.Case, item: cases.Item, step: int, keys: list[str]) -> FormPage:
    asked = visit.request.GET
    typed = cases.written(item, case.form)
    wrong = wrong_in(case, item, visit=visit) if "check" in asked else {}
    filled = asked.get("filled", "")
    return FormPage(
        frame=frame_of(case, item, at="form", step=step),
        form=form_view(
            item,
            typed,
            wrong,
            only=keys,
            found=found_of(visit, item, keys, typed) if "looked" in asked else {},
        ),
        url=addresses(case, item)[step - 1],
        filled=int(filled) if filled.isascii() and filled.isdigit() and len(filled) < 4 else None,
        to_review=asked.get("to") == "review",
    )
