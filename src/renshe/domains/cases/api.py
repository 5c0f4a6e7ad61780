"""The door of cases: declare an item, open a case, act on it, read queues and one case, prove the record."""

from renshe.domains.cases.chain import Fault, seal_days, verify
from renshe.domains.cases.checks import INVARIANTS
from renshe.domains.cases.clock import Reading
from renshe.domains.cases.form import read_form, restored, shown, written
from renshe.domains.cases.item import (
    BadItem,
    Basis,
    Clock,
    Field,
    Item,
    Material,
    Words,
    load_item,
)
from renshe.domains.cases.models import Annotation, Case, DayEnd, Evidence, Notice, Paper, Pause
from renshe.domains.cases.operations.acting import Actor
from renshe.domains.cases.operations.desk import (
    close_day,
    escalate_overdue,
    open_cases,
    promise_kept,
    read_notices,
    remind_of_promise,
    send_notices,
)
from renshe.domains.cases.operations.handling import (
    Mark,
    Together,
    accept,
    annotate,
    ask_correction,
    close,
    hand_over,
    not_accept,
    note,
    propose,
    resume,
    reverse,
    send_back,
    sign,
    sign_alike,
    suspend,
    take,
)
from renshe.domains.cases.operations.opening import (
    Application,
    apply_at_once,
    attach,
    missing_materials,
    open_case,
    promise,
    save_form,
    submit,
    withdraw,
)
from renshe.domains.cases.operations.papers import (
    KINDS,
    SERVED_HOW,
    issue,
    revoke_papers,
    serve,
    verify_paper,
)
from renshe.domains.cases.ports import (
    Asked,
    Difference,
    Effect,
    Examination,
    Finding,
    Plain,
    Service,
    Values,
)
from renshe.domains.cases.printing import paper_images, render_paper, verification_address
from renshe.domains.cases.queries import (
    PAGE,
    QUEUES,
    About,
    Happened,
    Told,
    acts_told_to,
    alike_to,
    case_by_number,
    cases_about,
    cases_by,
    cases_shown_to,
    cases_touched,
    counted_by_item,
    day_counts,
    day_ends_of,
    evidence_of,
    file_of,
    next_in_queue,
    notices_to,
    papers_of,
    pause_of,
    promises_due,
    queue,
    queue_size,
    queue_sizes,
    reading_of,
    timeline,
    unread,
)
from renshe.domains.cases.refusals import problem
from renshe.domains.cases.states import (
    DECIDED,
    ENDED,
    OPEN,
    PAUSED,
    STATES,
    VERBS,
    move_of,
    verbs_from,
)
from renshe.domains.cases.trying import findings_of, problems_of

__all__ = [
    "DECIDED", "ENDED", "INVARIANTS", "KINDS", "OPEN", "PAGE", "PAUSED", "QUEUES", "SERVED_HOW", "STATES", "VERBS",
    "About", "Actor", "Annotation", "Application", "Asked", "BadItem", "Basis", "Case", "Clock", "DayEnd",
    "Difference", "Effect", "Evidence", "Examination", "Fault", "Field", "Finding", "Happened", "Item", "Mark",
    "Material", "Notice", "Paper", "Pause", "Plain", "Reading", "Service", "Together", "Told", "Values", "Words",
    "accept", "acts_told_to", "alike_to", "annotate", "apply_at_once", "ask_correction", "attach", "case_by_number",
    "cases_about", "cases_by", "cases_shown_to", "cases_touched", "close", "close_day", "counted_by_item",
    "day_counts", "day_ends_of", "escalate_overdue", "evidence_of", "file_of", "findings_of", "hand_over", "issue",
    "load_item", "missing_materials", "move_of", "next_in_queue", "not_accept", "note", "notices_to", "open_case",
    "open_cases", "paper_images", "papers_of", "pause_of", "problem", "problems_of", "promise", "promise_kept",
    "promises_due", "propose", "queue", "queue_size", "queue_sizes", "read_form", "read_notices", "reading_of",
    "remind_of_promise", "render_paper", "restored", "resume", "reverse", "revoke_papers", "save_form", "seal_days",
    "send_back", "send_notices", "serve", "shown", "sign", "sign_alike", "submit", "suspend", "take", "timeline",
    "unread", "verbs_from", "verification_address", "verify", "verify_paper", "withdraw", "written",
]  # fmt: skip
