"""One operation for each service item, made from its declaration alone, and what the registers know already."""

from collections.abc import Iterable
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, WithJsonSchema, create_model

from renshe.domains.cases import api as cases
from renshe.portals.api.applying import APPLY, open_and_fill, require_role, subject_of
from renshe.portals.api.calling import Call
from renshe.portals.api.case_shapes import CaseOut, case_out
from renshe.portals.api.forms import form_schema, name_of
from renshe.portals.api.operation import Group
from renshe.portals.layout.proof import is_sensitive
from renshe.services.catalogue import Declared, catalogue

NAME = cases.Words("服务事项申请", "Applying for service items")
ONLY_INSTITUTIONS = {"institution_member"}
"""Items that institutions alone ask for have their door in the chapter of institutions."""


class For(Schema):
    """Whom staff apply for: exactly one of the two."""

    id_number: str = Field(default="", max_length=32, description="身份证件号码 / id number")
    uscc: str = Field(default="", max_length=18, description="统一社会信用代码 / credit code")


class Known(Schema):
    """What the registers know already, as somebody would type it."""

    form: dict[str, Any]


def group(declared: Iterable[Declared] | None = None) -> Group:
    """The operations of these items, else of all that the catalogue has, where the API is a channel."""
    found = Group("services", NAME)
    for one in catalogue().values() if declared is None else declared:
        if "api" in one.item.channels and set(one.item.applicants) != ONLY_INSTITUTIONS:
            _apply(found, one)
            _prefill(found, one)
    return found


def _apply(found: Group, one: Declared) -> None:
    item, service = one.item, one.service
    Form = Annotated[dict[str, Any], WithJsonSchema(form_schema(item))]
    Body: Any = create_model(
        f"{name_of(item)}Application",
        __base__=Schema,
        __doc__=f"{item.name.zh} · {item.name.en}",
        form=(Form, ...),
        submit=(bool, Field(default=False, description="同时提交 / hand it in at once")),
        for_=(
            For | None,
            Field(default=None, alias="for", description="窗口代办时为谁 / for whom, staff only"),
        ),
    )
    Body.model_config["extra"] = "forbid"
    Body.model_rebuild(force=True)

    def apply(call: Call, body: Any) -> CaseOut:
        named = {k: v for k, v in body.for_.model_dump().items() if v} if body.for_ else {}
        case = open_and_fill(call, item, form=body.form, named=named)
        if body.submit and is_sensitive(item):
            call.require_proof()
        if body.submit:
            case = cases.submit(number=case.number, item=item, service=service, actor=call.actor())
        return case_out(call, case)

    apply.__annotations__["body"] = Body
    found.post(
        f"/services/{item.code}/cases",
        id=f"apply_{item.code.replace('.', '_')}",
        access=APPLY,
        answer=CaseOut,
        status=201,
        title=(f"申请：{item.name.zh}", f"Apply: {item.name.en}"),
        says=(
            f"{item.summary.zh} 需要材料的，先得到草稿，附上材料后再提交。",
            f"{item.summary.en}. Where papers are asked for: take the draft, attach them, then submit.",
        ),
    )(apply)


def _prefill(found: Group, one: Declared) -> None:
    item, service = one.item, one.service

    def prefill(call: Call) -> Known:
        require_role(call, item)
        subject = subject_of(call, item, {})
        asked = cases.Asked(
            number="",
            item=item.code,
            place=subject.place,
            subject_id=subject.id,
            applicant=call.username,
            values={},
            at=call.now,
            today=call.today,
            actor=call.username,
        )
        known = service.prefill(asked)
        return Known(
            form={
                key: value if isinstance(value, str | int | bool | None) else str(value)
                for key, value in known.items()
            }
        )

    found.get(
        f"/services/{item.code}/prefill",
        id=f"prefill_{item.code.replace('.', '_')}",
        access=APPLY,
        answer=Known,
        title=(f"预填：{item.name.zh}", f"What is known: {item.name.en}"),
        says=(
            "登记中已有的信息，不必重复填写。",
            "What the registers know, so that nobody is asked again.",
        ),
    )(prefill)
