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
    StaffMember,
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
    Explain,
    Money,
    declare_month,
    due_on,
    members_in,
    receive_month,
    reverse_month,
)
from renshe.domains.institution_staff.moving import Leaving, leaving, move_in, move_out, moves_of
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

__all__ = [
    "DRAWS", "INVARIANTS", "NEVER_IN_THE_SCHEME", "NEW_METHOD_ONLY", "NOT_ON_THE_REGISTER", "PARTS", "PUBLIC_BODIES",
    "REFORM", "UNPAID_MONTHS", "AccountEntry", "AccountYear", "Before", "ByHand", "DeclaredWage", "Due", "Explain",
    "Interest", "Leaving", "Money", "MonthFile", "MonthReceipt", "MonthRow", "Move", "PastYear", "Post", "ReadMonth",
    "ServiceBefore", "StaffMember", "account_holders", "account_years", "award_facts", "balance", "balance_at",
    "credit_interest", "declare_month", "due_on", "entries_of", "interest_of", "join", "last_member", "leave", "leaving",
    "live_member", "members_in", "month_template", "months_of", "move_in", "move_out", "moves_of", "old_method_facts",
    "paid_files", "paid_years", "read_month_file", "read_records", "receive_month", "recognise", "reverse_month",
    "rows_of", "service_before", "staff_of", "ten_thousandths", "unpaid_files", "unpaid_months",
]  # fmt: skip
