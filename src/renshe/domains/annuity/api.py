"""The door of annuity: plans, accounts, payouts, personal pensions, and the outlook of all pillars."""

from renshe.domains.annuity.balances import Balance, balance_of, balances_of
from renshe.domains.annuity.checks import INVARIANTS
from renshe.domains.annuity.contributing import (
    Paid,
    Sent,
    reverse_contributions,
    take_contributions,
)
from renshe.domains.annuity.leaving import Left, leave_plan, not_vested, vested
from renshe.domains.annuity.models import (
    Account,
    ContributionFile,
    Movement,
    Payout,
    PersonalPension,
    PersonalPensionReport,
    Plan,
    UnitValue,
)
from renshe.domains.annuity.month_file import (
    ReadMonth,
    month_template,
    read_month_file,
    read_records,
)
from renshe.domains.annuity.outlook import (
    TARGETS,
    Assumptions,
    Bar,
    Outlook,
    Remedy,
    Standing,
    Window,
    remedies,
)
from renshe.domains.annuity.paying import Choice, decide_payout, month_payment, pay_month
from renshe.domains.annuity.personal import BankFile, Kept, ReportedYear, take_bank_file
from renshe.domains.annuity.plans import PUBLIC_BODIES, Terms, account_in, end_plan, file_plan
from renshe.domains.annuity.ports import Explain, Part, register_part, told_parts
from renshe.domains.annuity.queries import (
    AccountNow,
    PersonalNow,
    PlanYear,
    accounts_of,
    file_rows,
    files_of,
    movements_of,
    personal_pension_of,
    plan_in_force,
    plan_year,
    plans_of,
)
from renshe.domains.annuity.recording import Recorded
from renshe.domains.annuity.returning import credit_notional, make_real, publish_unit_value

__all__ = [
    "INVARIANTS", "PUBLIC_BODIES", "TARGETS", "Account", "AccountNow", "Assumptions", "Balance",
    "BankFile", "Bar", "Choice", "ContributionFile", "Explain", "Kept", "Left", "Movement",
    "Outlook", "Paid", "Part", "Payout", "PersonalNow", "PersonalPension",
    "PersonalPensionReport", "Plan", "PlanYear", "ReadMonth", "Recorded", "Remedy",
    "ReportedYear", "Sent", "Standing", "Terms", "UnitValue", "Window", "account_in",
    "accounts_of", "balance_of", "balances_of", "credit_notional", "decide_payout", "end_plan",
    "file_plan", "file_rows", "files_of", "leave_plan", "make_real", "month_payment",
    "month_template", "movements_of", "not_vested", "pay_month", "personal_pension_of",
    "plan_in_force", "plan_year", "plans_of", "publish_unit_value", "read_month_file",
    "read_records", "register_part", "remedies", "reverse_contributions", "take_bank_file",
    "take_contributions", "told_parts", "vested",
]  # fmt: skip
