"""What a change of telephone and address does, and how it is undone."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.identity.api import mask_address, mask_phone
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused

FIELDS = ("phone", "residence_place", "address", "household_place")
FIELD_OF = {"phone_shape": "phone", "place_unknown": "residence_place"}
NOTHING = Problem(
    "nothing_given",
    "没有填写任何要变更的内容",
    "nothing is given that should change",
    "owner-default",
    "请填写至少一项；不变的留空",
    "Fill in at least one; leave empty what stays",
)


class ChangeContact(cases.Plain):
    """Takes down what was filled in; what was left empty stays."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The places that are registered; telephone and address are shown masked beside the form only."""
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        return {
            "residence_place": person.residence_place,
            "household_place": person.household_place,
        }

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the register would say; on the sheet what stands there now, masked."""
        assert asked.subject_id is not None
        person = registry.person(person_id=asked.subject_id)
        return cases.Examination(
            findings=tuple(
                cases.findings_of(lambda: _change(asked, _given(asked)), fields=FIELD_OF)
            ),
            sheet={
                "phone": {
                    "zh": "登记的电话",
                    "en": "Telephone on file",
                    "shown": mask_phone(person.phone),
                },
                "address": {
                    "zh": "登记的地址",
                    "en": "Address on file",
                    "shown": mask_address(person.address),
                },
            },
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The register is changed; what stood there is kept for an undoing."""
        assert asked.subject_id is not None
        before, given = registry.person(person_id=asked.subject_id), _given(asked)
        _change(asked, given)
        return cases.Effect(
            "联系方式与地址已更新。",
            "Telephone and address are up to date.",
            {"old": {key: getattr(before, key) for key in given}},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """What stood there stands again."""
        _change(asked, dict(reference["old"]))
        return cases.Effect("已恢复为变更前的内容。", "It is again as it was.")


def _given(asked: cases.Asked) -> dict[str, str]:
    given = {key: asked.values[key] for key in FIELDS if asked.values.get(key)}
    if not given:
        raise Refused(NOTHING, subject=asked.number)
    return given


def _change(asked: cases.Asked, given: dict[str, str]) -> None:
    assert asked.subject_id is not None
    registry.change_contact(
        person_id=asked.subject_id, actor=asked.actor, at=asked.at, known_on=asked.today,
        reason=f"办件{asked.number}", **given,
    )  # fmt: skip


SERVICE = ChangeContact()
