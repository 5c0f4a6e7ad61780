"""The door of the scheme of public bodies: staff, months, accounts, service before the reform, moves, facts of an award."""

from renshe.domains.institution_staff.account import (
    AccountYear,
    Interest,
    account_years,
    balance,
    balance_at,
    credit_interest,
    entries_of,
    interest_of,
)
from renshe.domains.institution_staff.checks import INVARIANTS
from renshe.domains.institution_staff.entering import (
    ask_for,
    proposal_by,
    proposals_at,
    proposals_of,
    recognise_proposal,
    refuse_proposal,
    review_proposal,
)
from renshe.domains.institution_staff.entering_file import (
    COLUMNS,
    ReadStaff,
    Service,
    Wanted,
    read_staff,
    read_staff_file,
    staff_template,
)
from renshe.domains.institution_staff.facts import (
    NEW_METHOD_ONLY,
    award_facts,
    old_method_facts,
    paid_years,
    ten_thousandths,
    unpaid_months,
)
from renshe.domains.institution_staff.hand import ByHand
from renshe.domains.institution_staff.models import (
    REFORM,
    AccountEntry,
    MonthFile,
    MonthReceipt,
    MonthRow,
    Move,
    PastYear,
    ServiceBefore,
    ServiceWithdrawn,
    StaffMember,
    StaffProposal,
)
from renshe.domains.institution_staff.month_file import (
    ReadMonth,
    month_template,
    read_month_file,
    read_records,
)
from renshe.domains.institution_staff.months import (
    PARTS,
    DeclaredWage,
    Due,
    Money,
    declare_month,
    due_on,
    members_in,
    receive_month,
    reverse_month,
)
from renshe.domains.institution_staff.moving import (
    Leaving,
    interest_moved,
    leaving,
    move_in,
    move_out,
    moves_of,
)
from renshe.domains.institution_staff.problems import (
    DRAWS,
    NEVER_IN_THE_SCHEME,
    NOT_ON_THE_REGISTER,
    UNPAID_MONTHS,
)
from renshe.domains.institution_staff.queries import (
    account_holders,
    months_of,
    paid_files,
    rows_of,
    staff_of,
    unpaid_files,
)
from renshe.domains.institution_staff.register import (
    PUBLIC_BODIES,
    Before,
    Post,
    join,
    last_member,
    leave,
    live_member,
    recognise,
    service_before,
)
from renshe.domains.institution_staff.undoing import ask_undo, keep, undo
from renshe.kernel.rules import Explain

__all__ = [
    "COLUMNS", "DRAWS", "INVARIANTS", "NEVER_IN_THE_SCHEME", "NEW_METHOD_ONLY", "NOT_ON_THE_REGISTER", "PARTS",
    "PUBLIC_BODIES", "REFORM", "UNPAID_MONTHS", "AccountEntry", "AccountYear", "Before", "ByHand", "DeclaredWage",
    "Due", "Explain", "Interest", "Leaving", "Money", "MonthFile", "MonthReceipt", "MonthRow", "Move", "PastYear",
    "Post", "ReadMonth", "ReadStaff", "Service", "ServiceBefore", "ServiceWithdrawn", "StaffMember", "StaffProposal", "Wanted",
    "account_holders", "account_years", "ask_for", "ask_undo", "award_facts", "balance", "balance_at", "credit_interest",
    "declare_month", "due_on", "entries_of", "interest_moved", "interest_of", "join", "keep", "last_member", "leave", "leaving",
    "live_member", "members_in", "month_template", "months_of", "move_in", "move_out", "moves_of",
    "old_method_facts", "paid_files", "paid_years", "proposal_by", "proposals_at", "proposals_of",
    "read_month_file", "read_records", "read_staff", "read_staff_file", "receive_month", "recognise",
    "recognise_proposal", "refuse_proposal", "reverse_month", "review_proposal", "rows_of", "service_before",
    "staff_of", "staff_template", "ten_thousandths", "undo", "unpaid_files", "unpaid_months",
]  # fmt: skip
