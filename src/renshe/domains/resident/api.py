"""The door of the resident scheme: who takes part, which years are paid, and what stands in whose account from which source."""

from renshe.domains.resident.checks import INVARIANTS
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.law import (
    Explain,
    area,
    collective_cap,
    employee_months,
    help_of,
    joining_facts,
    same_area,
    subsidy_of,
    whole_years,
    year_due,
)
from renshe.domains.resident.models import (
    SOURCES,
    NamedHelp,
    Participation,
    PaymentOrder,
    ResidentCredit,
    ResidentPayment,
    ResidentPayout,
    TierChoice,
)
from renshe.domains.resident.operations.closing import close_account
from renshe.domains.resident.operations.crediting import NewCredit, credit
from renshe.domains.resident.operations.helping import list_collective, list_in_need
from renshe.domains.resident.operations.joining import choose_tier, end_participation, join
from renshe.domains.resident.operations.paying import Paid, order_year, record_payment
from renshe.domains.resident.operations.payouts import PayTo, owe, settle
from renshe.domains.resident.operations.restoring import cancel_payout
from renshe.domains.resident.problems import ALIVE, DEAD, NOT_JOINED
from renshe.domains.resident.queries.award import (
    Outlook,
    facts_for_award,
    outlook_of,
    projected,
    projected_facts,
)
from renshe.domains.resident.queries.campaign import (
    LISTS,
    CampaignRow,
    CommunityRow,
    communities,
    people_on,
)
from renshe.domains.resident.queries.double import DoubleYear, double_year
from renshe.domains.resident.queries.interest import openings
from renshe.domains.resident.queries.standing import (
    AccountYear,
    account_balance,
    account_year_of,
    account_years,
    after_drawing,
    credits_of,
    help_for,
    last_participation,
    left_of,
    live_participation,
    open_orders,
    order_by_number,
    payments_of,
    payouts_of,
    payouts_owed,
    tier_of_year,
    uncredited_help,
    unsubsidised,
    year_is_paid,
    years_paid,
)

__all__ = [
    "ALIVE", "DEAD", "INVARIANTS", "LISTS", "NOT_JOINED", "SOURCES", "AccountYear", "ByHand", "CampaignRow",
    "CommunityRow", "DoubleYear", "Explain", "NamedHelp", "NewCredit", "Outlook", "Paid", "Participation", "PayTo",
    "PaymentOrder", "ResidentCredit", "ResidentPayment", "ResidentPayout", "TierChoice", "account_balance", "account_year_of",
    "account_years", "after_drawing", "area", "cancel_payout", "choose_tier", "close_account", "collective_cap", "communities",
    "credit", "credits_of", "double_year", "employee_months", "end_participation",
    "facts_for_award", "help_for", "help_of", "join", "joining_facts", "last_participation", "left_of",
    "list_collective", "list_in_need", "live_participation", "open_orders", "openings", "order_by_number",
    "order_year", "outlook_of", "owe", "payments_of", "payouts_of", "payouts_owed", "people_on", "projected", "projected_facts",
    "record_payment", "same_area", "settle", "subsidy_of", "tier_of_year", "uncredited_help", "unsubsidised",
    "whole_years", "year_due", "year_is_paid", "years_paid",
]  # fmt: skip
