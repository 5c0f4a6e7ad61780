"""The door of retirement files: the list, reviews and their papers, publicity, recognition, appraisals, sheets."""

from renshe.domains.retirement_file.checks import INVARIANTS
from renshe.domains.retirement_file.facts_beside import (
    Appraised,
    answer_sheet,
    content_hash,
    file_sheet,
    latest_appraisals,
    record_appraisal,
    sheet_of,
    valid_appraisal,
    valid_until,
)
from renshe.domains.retirement_file.listing import AHEAD_MONTHS, draw_list
from renshe.domains.retirement_file.models import (
    CapacityAppraisal,
    DeterminationSheet,
    FileFinding,
    FilePaper,
    FileQuestion,
    FileReview,
    ListedPerson,
    Publicity,
    PublicityObjection,
    RetirementList,
    SheetAnswer,
)
from renshe.domains.retirement_file.problems import EMPLOYER_UNCLEAR
from renshe.domains.retirement_file.publicity import (
    answer_objection,
    object_to,
    open_publicity,
    periods_shown,
    publicity_of,
    publicity_problems,
)
from renshe.domains.retirement_file.queries import (
    NO_FILE,
    ListedCount,
    counted_by_employer,
    counted_by_street,
    ended_publicities,
    listed_at,
    listed_of_employer,
    open_objections,
    questions_to,
    review,
    review_of,
    reviews_at,
    running_publicities,
    sheets_unanswered,
    state_counts,
)
from renshe.domains.retirement_file.recognising import (
    confirm,
    object_to_recognition,
    propose,
    recognise,
    recognised_values,
    send_back,
)
from renshe.domains.retirement_file.reviewing import (
    FACTS,
    By,
    Shown,
    answer_question,
    ask_employer,
    list_paper,
    open_review,
    record_finding,
    standing,
    withdraw_finding,
)
from renshe.domains.retirement_file.states import PUBLICITY_DAYS, STATES
from renshe.domains.retirement_file.work_types import KINDS, WorkType, work_types

__all__ = [
    "AHEAD_MONTHS", "EMPLOYER_UNCLEAR", "FACTS", "INVARIANTS", "KINDS", "NO_FILE", "PUBLICITY_DAYS", "STATES", "Appraised",
    "By", "CapacityAppraisal", "DeterminationSheet", "FileFinding", "FilePaper", "FileQuestion",
    "FileReview", "ListedCount", "ListedPerson", "Publicity", "PublicityObjection", "RetirementList",
    "SheetAnswer", "Shown", "WorkType", "answer_objection", "answer_question", "answer_sheet",
    "ask_employer", "confirm", "content_hash", "counted_by_employer", "counted_by_street", "draw_list",
    "ended_publicities", "file_sheet", "latest_appraisals", "list_paper", "listed_at", "listed_of_employer",
    "object_to", "object_to_recognition", "open_objections", "open_publicity", "open_review",
    "periods_shown", "propose", "publicity_of", "publicity_problems", "questions_to", "recognise",
    "recognised_values", "record_appraisal", "record_finding", "review", "review_of", "reviews_at",
    "running_publicities", "send_back", "sheet_of", "sheets_unanswered", "standing", "state_counts",
    "valid_appraisal", "valid_until", "withdraw_finding", "work_types",
]  # fmt: skip
