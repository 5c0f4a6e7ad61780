"""Made-up contexts of the developer pages, for tests of templates."""

from datetime import date

from renshe.portals.developer.inside import Reply
from renshe.portals.developer.pages.changelog import ChangeLine, ChangelogPage
from renshe.portals.developer.pages.home import ChapterDoor, HomePage
from renshe.portals.developer.pages.operation import OperationPage, ProblemLine
from renshe.portals.developer.pages.problems import ProblemCard, ProblemsPage
from renshe.portals.developer.pages.reference import Chapter, OperationLine, ReferencePage
from renshe.portals.developer.pages.sandbox import Choice, ChoiceGroup, SandboxPage
from renshe.portals.developer.pages.webhooks import KindLine, WebhooksPage
from renshe.portals.developer.reading import FieldRow, Sample

LINE = OperationLine(
    method="POST", path="/employer/declarations", title="申报一个月的工资", url="/o", scope="contributions.declare",
    retiring=True,
)  # fmt: skip
FIELDS = (
    FieldRow(name="period", kind="string", required=True, about="年月，如 2025-10", depth=0),
    FieldRow(name="rows", kind="[object]", required=True, about="", depth=0),
    FieldRow(name="wage", kind="string", required=False, about="单位：元", depth=1),
)


def operation_page(*, retiring: bool) -> OperationPage:
    """A writing operation with a sample, or one on its way out without."""
    return OperationPage(
        title="申报一个月的工资", says="正确的行先行接受。", method="POST", path="/employer/declarations",
        writes=True, whose="employer", scope="contributions.declare", scope_name="申报缴费工资",
        parameters=FIELDS, body=FIELDS, answer=FIELDS, status=201,
        media="" if not retiring else "application/pdf",
        problems=(ProblemLine(status="422", words="请求的字段有误"),), call="curl -X POST …",
        sample=None if retiring else Sample(call="curl -X POST …", status=201, answer='{"declaration": 7}'),
        sandbox_url="/developer/sandbox/", deprecated_on=date(2026, 1, 1) if retiring else None,
        sunset_on=date(2027, 1, 1) if retiring else None, successor="/api/v2/declarations" if retiring else "",
    )  # fmt: skip


def sandbox_page(*, reply: Reply | None, name: str) -> SandboxPage:
    """The sandbox before and after a call."""
    choices = (Choice(code="declare_month", label="POST /employer/declarations", chosen=True),)
    return SandboxPage(
        groups=(ChoiceGroup(name="单位", choices=choices),), operation="declare_month",
        title="申报一个月的工资", method="POST", path="/employer/declarations", body="{}", key="k",
        takes_body=True, writes=True, signed_in_as=name, sign_in_url="/sign-in/",
        documentation_url="/o", reply=reply,
    )  # fmt: skip


PAGES = {
    "developer/pages/home.html": lambda: HomePage(
        root="/api/v1", openapi_url="/api/v1/openapi.json", count=120, a_minute=600,
        strangers_a_minute=120, chapters=(ChapterDoor(name="法规计算", url="/c", count=4),),
    ),
    "developer/pages/reference.html": lambda: ReferencePage(
        wanted="账单", chapters=(Chapter(code="employer", name="单位", lines=(LINE,)),)
    ),
    "developer/pages/reference.html#nothing": lambda: ReferencePage(wanted="x", chapters=()),
    "developer/pages/operation.html": lambda: operation_page(retiring=False),
    "developer/pages/operation.html#retiring": lambda: operation_page(retiring=True),
    "developer/pages/problems.html": lambda: ProblemsPage(
        problems=(
            ProblemCard(code="invalid", reason="请求的字段有误", clause="", next_step="请修改"),
            ProblemCard(code="bad_json", reason="不是 JSON", clause="RFC 8259", next_step="请检查"),
        ),
        convention="法规未写明，按本系统约定",
    ),
    "developer/pages/webhooks.html": lambda: WebhooksPage(
        kinds=(KindLine(code="case.grant", words="办件准予"),), waits=(1, 5, 30),
        hosts=("receiver.renshe.invalid",),
    ),
    "developer/pages/sandbox.html": lambda: sandbox_page(reply=None, name=""),
    "developer/pages/sandbox.html#answered": lambda: sandbox_page(
        reply=Reply(status=201, headers=(("ETag", "W/1"),), body="{}"), name="陈会计"
    ),
    "developer/pages/changelog.html": lambda: ChangelogPage(
        changes=tuple(
            ChangeLine(day=date(2025, 10, 31), subject="第一版", kind=kind, words="…")
            for kind in ("added", "changed", "deprecated", "removed")
        )
    ),
}  # fmt: skip
