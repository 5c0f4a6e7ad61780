"""A project is filed: the terms of its approval, and with them how many people it places by law."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

NO_EMPLOYER = Problem(
    "subject_missing",
    "没有指明用地单位",
    "it is not said who uses the land",
    "土地管理法 48",
    "请先查找到用地单位再办理",
    "Find the land user first",
)
IN_USE = Problem(
    "project_in_use",
    "项目已经登记，后面的名单和资金都以它为准，不能直接撤销",
    "the project is registered, and list and money rest on it; it is not simply undone",
    "社会保险经办条例 38",
    "名单有误的在公示前改名单；项目作废的，由征地批准机关出具文件后另行办理",
    "Change the list before it is public; a project that fell through needs a paper of who approved it",
)
PAYERS = ("land_user", "government", "collective", "person")
_NAMES = {"government": "区财政局", "collective": "集体经济组织", "person": "被征地人员"}
_FIELDS = {
    "approval_number_taken": "approval_number",
    "terms_wrong": "land_taken",
    "shares_wrong": "land_user_percent",
}


class FileProject(cases.Plain):
    """Registers a project."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse the registration; how many people it will place."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NO_EMPLOYER, refuses=True),))
        return cases.Examination(tuple(cases.findings_of(lambda: _register(asked), fields=_FIELDS)))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The project with its quota."""
        made = _register(asked)
        return cases.Effect(
            f"征地项目{made.approval_number}已登记，应安置{made.quota}人，请街道导入名单并公示。",
            f"The project is registered; it places {made.quota} people. The street imports the list and makes it public.",
            {"project": made.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Never undone by a case. Raises Refused `project_in_use`."""
        raise Refused(IN_USE)


def _register(asked: cases.Asked) -> expropriation.ExpropriationProject:
    v = asked.values
    unit = registry.employer(employer_id=int(asked.subject_id or 0))
    shares = tuple(
        expropriation.NewShare(
            payer=payer, payer_name=_NAMES.get(payer, unit.name), permille=v[f"{payer}_percent"] * 10, due_on=v["due_on"]
        )
        for payer in PAYERS
        if v[f"{payer}_percent"]
    )  # fmt: skip
    new = expropriation.NewProject(
        approval_number=v["approval_number"], name=v["name"], place=v["place"], village_group=v["village_group"],
        approved_on=v["approved_on"], land_taken_m2=v["land_taken"], land_group_m2=v["land_group"],
        land_group_people=v["group_people"], scheme="employee_pension", months_bought=v["months_bought"],
        cost_working_fen=v["cost_working"], cost_old_fen=v["cost_old"], one_off_minor_fen=v["one_off_minor"],
        account_permille=v["account_percent"] * 10, reserve_permille=v["reserve_percent"] * 10, shares=shares,
    )  # fmt: skip
    recorded = expropriation.Recorded(by=asked.actor, at=asked.at, today=asked.today)
    return expropriation.register_project(new=new, recorded=recorded, explain=library.explain)


SERVICE = FileProject()
