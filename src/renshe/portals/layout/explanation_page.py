"""The page that tells why an amount is what it is: openable, printable, under an address of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from renshe.kernel.rules import Explanation
from renshe.portals.layout.explanation_view import ExplanationView, Origin, view_explanation
from renshe.portals.layout.place_names import place_names_of

TEMPLATE = "layout/explanation.html"


@dataclass(frozen=True, kw_only=True)
class ExplanationPage:
    """What `layout/explanation.html` may use. `recorded_fen` is the booked amount where it `agrees` not.

    `dispute_url` leads to the form in which the amount is disputed; "" where the reader is not the one to dispute it.
    """

    about: str
    view: ExplanationView
    recorded_fen: int | None
    agrees: bool
    back_url: str
    back_title: str
    open_all: bool
    dispute_url: str = ""


def explanation_page(
    *,
    request: HttpRequest,
    explanation: Explanation,
    about: str,
    back_url: str,
    back_title: str,
    recorded_fen: int | None = None,
    origins: Mapping[str, Origin] | None = None,
    dispute_url: str = "",
) -> ExplanationPage:
    """Prepare the page. An amount that is booked otherwise than computed now is said to be so."""
    return ExplanationPage(
        about=about,
        view=view_explanation(
            explanation, place_names=place_names_of(explanation), origins=origins
        ),
        recorded_fen=recorded_fen,
        agrees=recorded_fen is None or explanation.value == recorded_fen,
        back_url=back_url,
        back_title=back_title,
        open_all=request.GET.get("open") == "all",
        dispute_url=dispute_url,
    )
