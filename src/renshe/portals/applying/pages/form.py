"""One page of an application's form: a few questions, everything typed is kept, wrong or not."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
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
from renshe.portals.applying.seeing import own_editable_case
from renshe.portals.applying.who import actor_of
from renshe.portals.layout.access import Visit
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.layout.forms.steps import answers


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What `applying/pages/form.html` may use. `filled` counts what the registers filled in when the case was opened."""

    frame: Frame
    form: FormView
    url: str
    filled: int
    to_review: bool


@APPLYING.page(template="applying/pages/form.html", access=APPLY)
def form(visit: Visit, *, number: str, step: int) -> FormPage | HttpResponse:
    """Show a page of the form, or keep its answers and go on; a page with a mistake is shown again with what to do."""
    case, declared = own_editable_case(visit, number)
    steps = keys_of_steps(declared.item)
    if not 1 <= step <= len(steps):
        raise Http404
    if visit.request.method == "POST":
        return HttpResponseRedirect(_keep(visit, case, declared.item, step, steps[step - 1]))
    return _page(visit, case, declared.item, step, steps[step - 1])


def _keep(visit: Visit, case: cases.Case, item: cases.Item, step: int, keys: list[str]) -> str:
    """Keep the answers; where to go next: away, onwards, back to the review, or to this page with its mistakes."""
    sent = visit.request.POST
    given = answers(item, keys, sent, cases.written(item, case.form))
    wrong = cases.save_form(number=case.number, item=item, given=given, actor=actor_of(visit))
    if "later" in sent:
        return reverse("applying:case", kwargs={"number": case.number})
    here = addresses(case, item)[step - 1]
    if any(key in wrong for key in keys):
        back = "&to=review" if sent.get("to") == "review" else ""
        return f"{here}?check=1{back}#problems"
    if sent.get("to") == "review":
        return reverse("applying:review", kwargs={"number": case.number})
    return addresses(case, item)[step]


def _page(visit: Visit, case: cases.Case, item: cases.Item, step: int, keys: list[str]) -> FormPage:
    asked = visit.request.GET
    wrong = wrong_in(case, item, visit=visit) if "check" in asked else {}
    filled = asked.get("filled", "")
    return FormPage(
        frame=frame_of(case, item, at="form", step=step),
        form=form_view(item, cases.written(item, case.form), wrong, only=keys),
        url=addresses(case, item)[step - 1],
        filled=int(filled) if filled.isascii() and filled.isdigit() and len(filled) < 4 else 0,
        to_review=asked.get("to") == "review",
    )
