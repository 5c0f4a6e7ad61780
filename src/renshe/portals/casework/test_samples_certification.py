"""Made-up contexts of the pages of certification. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.casework.pages.certification import (
    CertificationPage,
    ComingLine,
    ComparisonLine,
    FaultLine,
    HitLine,
    LateLine,
    RateLine,
)
from renshe.portals.casework.pages.certification_hit import HitPage
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.paging import Paging
from renshe.portals.layout.unmasking import ShownPerson

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)
OCTOBER = 2025 * 12 + 9
PROBLEM = Problem(
    reason="核实和确认必须是两个人", subject="7", clause="社会保险经办条例 37", next_step="请由另一人确认"
)  # fmt: skip


def certification_page() -> CertificationPage:
    """A hit that waits to be checked, one that waits for a second person, and a file with a bad line."""
    line = HitLine(
        url="/h", kind="死亡", name="林*", event_on=date(2025, 8, 2), name_matches=False, waits="待核实", tone="",
    )  # fmt: skip
    return CertificationPage(
        hits=(line, replace(line, name_matches=True, waits="待另一人确认", tone="warn")),
        open_hits=2,
        late=(
            LateLine(name="王*", place="310112", from_month=OCTOBER, warned_on=date(2025, 8, 1), told=True),
            LateLine(name="赵*", place="310112", from_month=OCTOBER, warned_on=None, told=False),
        ),
        paging=Paging(number=1, total=2),
        coming=(ComingLine(name="孙*", due_on=date(2025, 10, 3), told=False, late=True),),
        coming_count=1,
        comparisons=(
            ComparisonLine(
                at=AT, kind="死亡", file_name="population_death_310112_000001.txt", rows=43, pensioners=3, passed=0,
                hits=2, bad_rows=1, faults=(FaultLine(line_no=36, why="证件号码校验位不符"),), confirmed=1, dismissed=1,
                rate="50.0%",
            ),
        ),
        rates=(RateLine(kind="死亡", planted=3, found=2, missed=1, false=4, rate="66.7%"),), rated_on=date(2025, 10, 31),
        claims=2, lists=1,
        done="已排除，不影响待遇",
    )  # fmt: skip


def hit_page() -> HitPage:
    """A custody that somebody else checked, under another name, with a proof since."""
    return HitPage(
        number=7, kind="服刑、羁押", about="确认后：从所填月份起停发。",
        person=ShownPerson(
            name="林*", id_number="4404**********501X", unmasked=False, may_unmask=True, purpose_missing=False
        ),
        reported_name="李*", name_matches=False, event_on=date(2025, 8, 2), detail="判决书", file_name="f.txt", line_no=3,
        known_death=None, birth_on=date(1950, 3, 1), paid_months=2, paid_fen=600_000, paid_last=OCTOBER - 1,
        proved_since=date(2025, 9, 3), state="待另一人确认", state_tone="warn", found_on=date(2025, 9, 1), finding="看了判决书",
        checked_by="li", decided_by="", reason="", stages=(("imprisoned", "服刑"), ("detained", "羁押")), stage="服刑",
        day_label="从哪一天起不应发", may_check=True, may_confirm=True, may_dismiss=True,
        typed={"found_on": "2025-09-01", "words": "看了判决书", "stage": "imprisoned", "reason": ""}, problems=(PROBLEM,),
    )  # fmt: skip


PAGES = {
    "casework/pages/certification.html": certification_page,
    "casework/pages/certification.html#nothing": lambda: replace(
        certification_page(), hits=(), open_hits=0, late=(), paging=Paging(number=1, total=0), coming=(),
        coming_count=0, comparisons=(), done="", rates=(), rated_on=None, claims=0, lists=0,
    ),
    "casework/pages/certification_hit.html": hit_page,
    "casework/pages/certification_hit.html#dismissed": lambda: replace(
        hit_page(), state="已排除", state_tone="good", reason="本人健在", decided_by="li", checked_by="", found_on=None,
        finding="", may_check=False, may_confirm=False, may_dismiss=False, problems=(), name_matches=True,
        proved_since=None, known_death=date(2025, 8, 1), paid_months=0, paid_fen=0, paid_last=None, stages=(), stage="",
    ),
}  # fmt: skip
