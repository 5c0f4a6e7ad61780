"""The door of the resident scheme: who takes part, which years are paid, and what stands in whose account from which source."""

from renshe.domains.resident.bridging import TO_EMPLOYEE, TO_RESIDENT, Bridging
from renshe.domains.resident.checks import INVARIANTS
from renshe.domains.resident.hand import ByHand
from renshe.domains.resident.law import (
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
from renshe.domains.resident.operations.bridging import (
    NewBridging,
    decide_bridging,
    join_by_bridging,
    settle_bridging,
    withdraw_bridging,
)
from renshe.domains.resident.operations.closing import close_account
from renshe.domains.resident.operations.crediting import NewCredit, credit
from renshe.domains.resident.operations.helping import list_collective, list_in_need
from renshe.domains.resident.operations.joining import (
    choose_tier,
    end_participation,
    join,
    resume,
)
from renshe.domains.resident.operations.paying import Paid, order_year, record_payment
from renshe.domains.resident.operations.payouts import PayTo, owe, settle
from renshe.domains.resident.operations.restoring import cancel_payout
from renshe.domains.resident.operations.telling import (
    close_teller_day,
    receive_teller_day,
    require_open_day,
)
from renshe.domains.resident.problems import (
    ALIVE,
    BRIDGED_ALREADY,
    DEAD,
    NOT_JOINED,
    NOTHING_LEFT,
)
from renshe.domains.resident.queries.award import (
    Outlook,
    facts_for_award,
    outlook_of,
    projected,
    projected_facts,
)
from renshe.domains.resident.queries.bridging import (
    bridging_of,
    bridgings_of,
    bridgings_waiting,
    months_counted,
    years_counted,
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
    orders_of_list,
    payments_of,
    payouts_of,
    payouts_owed,
    tier_of_year,
    uncredited_help,
    unsubsidised,
    year_is_paid,
    years_paid,
)
from renshe.domains.resident.queries.telling import (
    counter_payment,
    taken_by,
    teller_day,
    teller_days_waiting,
)
from renshe.domains.resident.teller import TellerDay
from renshe.kernel.rules import Explain

__all__ = [
    "ALIVE", "BRIDGED_ALREADY", "DEAD", "INVARIANTS", "LISTS", "NOTHING_LEFT", "NOT_JOINED", "SOURCES", "TO_EMPLOYEE",
    "TO_RESIDENT", "AccountYear", "Bridging", "ByHand", "CampaignRow", "CommunityRow", "DoubleYear", "Explain",
    "NamedHelp", "NewBridging", "NewCredit", "Outlook", "Paid", "Participation", "PayTo", "PaymentOrder",
    "ResidentCredit", "ResidentPayment", "ResidentPayout", "TellerDay", "TierChoice", "account_balance",
    "account_year_of", "account_years", "after_drawing", "area", "bridging_of", "bridgings_of", "bridgings_waiting",
    "cancel_payout", "choose_tier", "close_account", "close_teller_day", "collective_cap", "communities",
    "counter_payment", "credit", "credits_of", "decide_bridging", "double_year", "employee_months", "end_participation",
    "facts_for_award", "help_for", "help_of", "join", "join_by_bridging", "joining_facts", "last_participation",
    "left_of", "list_collective", "list_in_need", "live_participation", "months_counted", "open_orders", "openings",
    "order_by_number", "order_year", "orders_of_list", "outlook_of", "owe", "payments_of", "payouts_of", "payouts_owed",
    "people_on", "projected", "projected_facts", "receive_teller_day", "record_payment", "require_open_day", "resume",
    "same_area", "settle", "settle_bridging", "subsidy_of", "taken_by", "teller_day", "teller_days_waiting",
    "tier_of_year", "uncredited_help", "unsubsidised", "whole_years", "withdraw_bridging", "year_due", "year_is_paid",
    "years_counted", "years_paid",
]  # fmt: skip
