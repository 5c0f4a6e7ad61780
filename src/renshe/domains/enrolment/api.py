"""The door of enrolment: who is insured through whom."""

from renshe.domains.enrolment.bulk import bulk_tables
from renshe.domains.enrolment.checks import INVARIANTS
from renshe.domains.enrolment.models import Change, Insurance, LateMonth, Spell
from renshe.domains.enrolment.operations.absorbing import absorb
from renshe.domains.enrolment.operations.joining import against_joining, cancel, join, move
from renshe.domains.enrolment.operations.late_months import (
    close_late_month,
    settle_late_months,
)
from renshe.domains.enrolment.operations.leaving import die, leave, resume, suspend
from renshe.domains.enrolment.operations.recording import Recording
from renshe.domains.enrolment.queries import (
    Member,
    changes_of_employer,
    changes_of_person,
    is_member,
    late_months_of,
    members,
    merge_conflicts,
    spell_in,
    spells_of,
)
from renshe.domains.enrolment.states import (
    INSURANCES_OF,
    JOIN_REASONS,
    JOIN_REASONS_OF_EMPLOYERS,
    LEAVE_REASONS,
    LEAVE_REASONS_OF_EMPLOYERS,
    ReasonName,
)

__all__ = [
    "INSURANCES_OF",
    "INVARIANTS",
    "JOIN_REASONS",
    "JOIN_REASONS_OF_EMPLOYERS",
    "LEAVE_REASONS",
    "LEAVE_REASONS_OF_EMPLOYERS",
    "Change",
    "Insurance",
    "LateMonth",
    "Member",
    "ReasonName",
    "Recording",
    "Spell",
    "absorb",
    "against_joining",
    "bulk_tables",
    "cancel",
    "changes_of_employer",
    "changes_of_person",
    "close_late_month",
    "die",
    "is_member",
    "join",
    "late_months_of",
    "leave",
    "members",
    "merge_conflicts",
    "move",
    "resume",
    "settle_late_months",
    "spell_in",
    "spells_of",
    "suspend",
]
