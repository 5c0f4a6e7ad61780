"""Sensitive pages ask again who one is.

@PORTAL.page(template=…, access=…)
@proved
def change_account(visit: Visit) -> …:
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from renshe.portals.layout.access import Visit
from renshe.portals.layout.proof import ask_proof, proved_recently


def proved(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open the page only to whoever proved who he is within the last ten minutes; else ask, and come back here.

    What is posted from the page counts for half an hour after the proof, so that a long form is not lost; what comes
    later than that waits in the session and is offered again.
    """

    @wraps(view)
    def asked(visit: Visit, **parts: Any) -> Any:
        if proved_recently(visit.request):
            return view(visit, **parts)
        return ask_proof(visit.request)

    return asked
