"""What an operation declares. Nothing else lists the operations: addresses, checks and documentation are made from here."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_type_hints

from django.db import transaction
from django.http import HttpRequest

from renshe.domains.cases.api import Words

NOTICE_DAYS = 180


@dataclass(frozen=True, kw_only=True)
class Retirement:
    """An operation that is on its way out: deprecated since a day, gone after another, and what takes its place.

    Half a year lies between the two at least, so that nobody's payroll stops unprepared.
    """

    deprecated_on: date
    sunset_on: date
    successor: str

    def __post_init__(self) -> None:
        if (self.sunset_on - self.deprecated_on).days < NOTICE_DAYS:
            raise ValueError(f"{self.successor}: less than {NOTICE_DAYS} days of notice")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method at one address. `writes` asks for an idempotency key; `media` is set where no JSON is answered."""

    id: str
    method: str
    path: str
    access: Any
    title: Words
    says: Words
    group: str
    view: Callable[..., Any]
    answer: Any
    status: int = 200
    writes: bool = False
    media: str = ""
    retires: Retirement | None = None

    def for_ninja(self) -> Callable[..., Any]:
        """The view as the framework calls it: `request` first, everything in one transaction that a refusal undoes."""
        hints = get_type_hints(self.view, include_extras=True)
        _call, *parameters = inspect.signature(self.view).parameters.values()
        shown = [
            one.replace(annotation=hints[one.name], kind=inspect.Parameter.KEYWORD_ONLY)
            for one in parameters
        ]
        first = inspect.Parameter(
            "request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest
        )

        def view(request: HttpRequest, **given: Any) -> Any:
            with transaction.atomic():
                return self.view(request.call, **given)  # type: ignore[attr-defined]

        view.__signature__ = inspect.Signature([first, *shown])  # type: ignore[attr-defined]
        view.__name__ = self.id
        view.__doc__ = self.says.zh
        return view


@dataclass(frozen=True)
class Group:
    """A chapter of the API."""

    code: str
    name: Words
    operations: list[Operation] = field(default_factory=list)

    def __iter__(self) -> Iterator[Operation]:
        return iter(self.operations)

    def get(self, path: str, **more: Any) -> Callable[[Callable], Callable]:
        """Put a reading operation on an address."""
        return self._put("GET", path, more)

    def post(
        self, path: str, *, writes: bool = True, **more: Any
    ) -> Callable[[Callable], Callable]:
        """Put an operation on an address that writes, unless it only computes."""
        return self._put("POST", path, {"writes": writes, **more})

    def replace(self, path: str, **more: Any) -> Callable[[Callable], Callable]:
        """Put an operation on an address that sets something whole (PUT); it is idempotent by itself."""
        return self._put("PUT", path, more)

    def remove(self, path: str, **more: Any) -> Callable[[Callable], Callable]:
        """Put an operation on an address that ends something (DELETE); it is idempotent by itself."""
        return self._put("DELETE", path, more)

    def _put(self, method: str, path: str, more: dict[str, Any]) -> Callable[[Callable], Callable]:
        title, says = Words(*more.pop("title")), Words(*more.pop("says", ("", "")))

        def decorate(view: Callable) -> Callable:
            made = Operation(
                id=more.pop("id", view.__name__),
                method=method,
                path=path,
                title=title,
                says=says,
                group=self.code,
                view=view,
                **more,
            )
            self.operations.append(made)
            return view

        return decorate
