"""The door of the resident scheme: who takes part, which years are paid, and what stands in whose account from which source."""

from renshe.domains.resident.bridging import TO_EMPLOYEE, TO_RESIDENT, Bridging
from renshe.domains.resident.bridging_lists import BridgingList, BridgingListLine
from renshe.domains.resident.checks import INVARIANTS
from renshe.domains.resident.corrections import BridgingReturn, PaymentCorrection
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
    PayoutBatch,
    PayoutLine,
    ResidentCredit,
    ResidentPayment,
    ResidentPayout,
    TierChoice,
)
from renshe.domains.resident.operations.bridging import (
    NewBridging,
    decide_bridging,
    join_by_bridging,
    require_in_no_list,
    settle_bridging,
    withdraw_bridging,
)
from renshe.domains.resident.operations.closing import close_account
from renshe.domains.resident.operations.correcting import (
    Wrong,
    correction_confirmed,
    locked_correction,
    locked_return,
    propose_correction,
    propose_return,
    refuse_correction,
    refuse_return,
    require_correctable,
    return_confirmed,
    return_moved,
)
from renshe.domains.resident.operations.crediting import NewCredit, credit
from renshe.domains.resident.operations.helping import list_collective, list_in_need
from renshe.domains.resident.operations.joining import (
    choose_tier,
    end_participation,
    join,
    resume,
)
from renshe.domains.resident.operations.lists import (
    approve_list,
    discard_list,
    list_moved,
    locked_list,
    make_list,
)
from renshe.domains.resident.operations.paying import Paid, order_year, record_payment
from renshe.domains.resident.operations.payouts import (
    BY_HAND,
    ByOtherMeans,
    PayTo,
    owe,
    redirect_payout,
    settle,
    settle_by_bank,
)
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
    SAME_HAND,
)
from renshe.domains.resident.problems_of_money import (
    ACCOUNT_LESS,
    DAY_OVER,
    INTEREST_CREDITED,
    LIST_STEP,
    NO_BRIDGING_WAITS,
    OTHER_PERSON,
    PENSION_RESTS,
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
from renshe.domains.resident.queries.corrections import (
    bridging_returns,
    bridgings_moved,
    correction_by,
    correction_of,
    corrections_decided,
    corrections_waiting,
    interest_since,
    return_of,
    subsidy_on,
)
from renshe.domains.resident.queries.double import DoubleYear, double_year
from renshe.domains.resident.queries.interest import openings
from renshe.domains.resident.queries.lists import (
    OPPOSITE,
    ToMove,
    bridging_list,
    bridging_lists,
    lines_of_list,
    list_of,
    money_to_move,
)
from renshe.domains.resident.queries.payouts import (
    PAYOUTS,
    held_under,
    lines_of_payout,
    payout_by,
    payouts_waiting,
    spent_in,
)
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
    handing_back,
    taken_by,
    teller_day,
    teller_days_waiting,
)
from renshe.domains.resident.teller import TellerDay
from renshe.kernel.rules import Explain

__all__ = [
    "ACCOUNT_LESS", "ALIVE", "BRIDGED_ALREADY", "BY_HAND", "DAY_OVER", "DEAD", "INTEREST_CREDITED", "INVARIANTS",
    "LISTS", "LIST_STEP", "NOTHING_LEFT", "NOT_JOINED", "NO_BRIDGING_WAITS", "OPPOSITE", "OTHER_PERSON", "PAYOUTS",
    "PENSION_RESTS", "SAME_HAND", "SOURCES", "TO_EMPLOYEE", "TO_RESIDENT", "AccountYear", "Bridging", "BridgingList",
    "BridgingListLine", "BridgingReturn", "ByHand", "ByOtherMeans", "CampaignRow", "CommunityRow", "DoubleYear",
    "Explain", "NamedHelp", "NewBridging", "NewCredit", "Outlook", "Paid", "Participation", "PayTo",
    "PaymentCorrection", "PaymentOrder", "PayoutBatch", "PayoutLine", "ResidentCredit", "ResidentPayment",
    "ResidentPayout", "TellerDay", "TierChoice", "ToMove", "Wrong", "account_balance", "account_year_of",
    "account_years", "after_drawing", "approve_list", "area", "bridging_list", "bridging_lists", "bridging_of",
    "bridging_returns", "bridgings_moved", "bridgings_of", "bridgings_waiting", "cancel_payout", "choose_tier",
    "close_account", "close_teller_day", "collective_cap", "communities", "correction_by", "correction_confirmed",
    "correction_of", "corrections_decided", "corrections_waiting", "counter_payment", "credit", "credits_of",
    "decide_bridging", "discard_list", "double_year", "employee_months", "end_participation", "facts_for_award",
    "handing_back", "held_under", "help_for", "help_of", "interest_since", "join", "join_by_bridging", "joining_facts",
    "last_participation", "left_of", "lines_of_list", "lines_of_payout", "list_collective", "list_in_need",
    "list_moved", "list_of", "live_participation", "locked_correction", "locked_list", "locked_return", "make_list",
    "money_to_move", "months_counted", "open_orders", "openings", "order_by_number", "order_year", "orders_of_list",
    "outlook_of", "owe", "payments_of", "payout_by", "payouts_of", "payouts_owed", "payouts_waiting", "people_on",
    "projected", "projected_facts", "propose_correction", "propose_return", "receive_teller_day", "record_payment",
    "redirect_payout", "refuse_correction", "refuse_return", "require_correctable", "require_in_no_list",
    "require_open_day", "resume", "return_confirmed", "return_moved", "return_of", "same_area", "settle",
    "settle_bridging", "settle_by_bank", "spent_in", "subsidy_of", "subsidy_on", "taken_by", "teller_day",
    "teller_days_waiting", "tier_of_year", "uncredited_help", "unsubsidised", "whole_years", "withdraw_bridging",
    "year_due", "year_is_paid", "years_counted", "years_paid",
]  # fmt: skip
