"""The door of the pension domain: awards, payments, overpayments."""

from renshe.domains.pension.award_columns import (
    adjustment_columns,
    awards_before,
    awards_growing,
    column_type,
    growing_rows,
    stopping_holds,
    stored_facts,
)
from renshe.domains.pension.checks import INVARIANTS
from renshe.domains.pension.facts import (
    award_facts,
    completing_facts,
    handed_in,
    interest_by_law,
    with_late,
)
from renshe.domains.pension.kinds import (
    EMPLOYEE_FUND,
    FUNDS,
    KINDS,
    AwardKind,
    Growth,
    kind_of,
    kinds_of_fund,
    quoted_kinds,
)
from renshe.domains.pension.models import (
    Adjustment,
    Arrears,
    Award,
    AwardEvent,
    BankResult,
    Hold,
    Instalment,
    OneOffBatch,
    OneOffLine,
    Overpayment,
    OverpaymentDecision,
    PayeeAccount,
    PaymentBatch,
    PaymentFile,
    PaymentLine,
    PaymentStop,
    PeopleList,
    PeopleListRow,
    Recognition,
    Recovery,
    SurvivorsBenefit,
    UndueDecision,
)
from renshe.domains.pension.operations.adjusting import adjust_award
from renshe.domains.pension.operations.awards import (
    Granted,
    grant_award,
    grant_benefit,
    provisional_awards,
    redetermine_award,
)
from renshe.domains.pension.operations.bank_results import (
    fit_return,
    heads_and_fen,
    record_results,
    return_was_taken,
    settle_by_statement,
)
from renshe.domains.pension.operations.batches import (
    locked_batch,
    move_batch,
    record_approval,
    record_funding,
    record_review,
    require_planned,
    require_state,
)
from renshe.domains.pension.operations.determination import (
    COMPONENTS,
    Determination,
    determine,
    replay,
)
from renshe.domains.pension.operations.files import (
    FileRange,
    begin_filing,
    encode_part,
    file_content,
    file_name,
    file_ranges,
    mark_returned,
    mark_sent,
    write_part,
)
from renshe.domains.pension.operations.growing import (
    Grown,
    Waiting,
    ages_at,
    grow_since_start,
    rise_by_law,
)
from renshe.domains.pension.operations.holds import (
    Recorded,
    Stopped,
    end_award,
    end_pension_by_death,
    record_custody,
    restore_pension,
    suspend_pension,
)
from renshe.domains.pension.operations.lines import (
    AMOUNTS,
    DrawnLines,
    TakenDeduction,
    draw_lines,
    record_deductions,
)
from renshe.domains.pension.operations.one_off import (
    BankWord,
    approve_one_off,
    choose_benefits,
    close_one_off,
    discard_one_off,
    file_one_off,
    fund_one_off,
    lock_one_off,
    locked_one_off,
    make_one_off_batch,
    one_off_return_taken,
    one_off_sent,
    record_one_off_words,
    redirect_benefit,
    require_one_off,
    settle_one_off_by_statement,
)  # fmt: skip
from renshe.domains.pension.operations.overpayment_decisions import (
    Hand,
    Proposal,
    approve_decision,
    open_fen,
    propose_account_set_off,
    propose_write_off,
    refuse_decision,
    review_decision,
)
from renshe.domains.pension.operations.overpayments import (
    agree_instalments,
    equal_parts,
    notify_overpayment,
    offset_from_pension,
    record_recovery,
)
from renshe.domains.pension.operations.payee_accounts import change_payee_account
from renshe.domains.pension.operations.people_lists import (
    Listed,
    Outcome,
    close_list,
    finish_row,
    lock_list,
    propose_list,
    strike_from_list,
)
from renshe.domains.pension.operations.roster import (
    NewBatch,
    freeze_month_roster,
    freeze_retry_roster,
    roster_heads,
    stop_who_must_not_be_paid,
)
from renshe.domains.pension.operations.settling import owe
from renshe.domains.pension.operations.signatures import Signatures
from renshe.domains.pension.operations.stops import StoppedLine, stop_line
from renshe.domains.pension.operations.succession import (
    become_old_age,
    drawn_as_a_pension,
    recompute_allowance,
)
from renshe.domains.pension.operations.survivors import (
    Hands,
    Payee,
    SurvivorsDetermination,
    cancel_survivors_benefit,
    determine_survivors_benefit,
    grant_survivors_benefit,
    mark_survivors_benefit_paid,
    unpaid_survivors_benefits,
)
from renshe.domains.pension.operations.undue import (
    UnduePayment,
    UndueProposal,
    approve_undue,
    lock_queue,
    propose_undue,
    refuse_undue,
    undue_payment,
)
from renshe.domains.pension.ports import (
    PAYMENT_ROWS,
    REASONS,
    RESULT_ROWS,
    BankChannel,
    BankFormat,
    EncodedPayments,
    PaymentHeader,
    ReturnedFile,
    Statement,
    StatementRow,
)
from renshe.domains.pension.queries.account_standing import AccountStanding, account_standing
from renshe.domains.pension.queries.awards import (
    all_in_force,
    drawing_both,
    first_open_month,
    in_force,
    monthly_amounts,
    people_drawing,
)
from renshe.domains.pension.queries.claims import open_overpayments, overpayment
from renshe.domains.pension.queries.doubts import Doubt, line_doubts, roster_doubts
from renshe.domains.pension.queries.failed import (
    FailedPayment,
    WaitingPayments,
    choose_retries,
    failed_payments,
    suspense_of_batch,
    waiting_payments,
)
from renshe.domains.pension.queries.kind_totals import KindMonth, kind_month
from renshe.domains.pension.queries.month import (
    MOVEMENT_NAMES,
    HeadsAndFen,
    MonthBalance,
    MonthOverview,
    month_balance,
    month_overview,
)
from renshe.domains.pension.queries.one_off import (
    ONE_OFF,
    OneOffOutcome,
    WaitingBenefit,
    one_off_batch,
    one_off_batches,
    one_off_line,
    one_off_lines,
    one_off_outcome,
    one_off_rows,
    one_off_spent_in,
    one_off_suspense,
    one_off_words,
    waiting_benefits,
)  # fmt: skip
from renshe.domains.pension.queries.payments import (
    BatchOutcome,
    batch_outcome,
    batch_row,
    batches_of,
    funds_in_payment,
    last_frozen_period,
    line_totals,
    outcome_of,
    payable_rows,
    payment_files,
    stops_by_reason,
    stops_never_due,
    unknown_instructions,
)
from renshe.domains.pension.queries.payouts import (
    account_drawn,
    account_payouts_of_year,
    claimed_account_fen,
)
from renshe.domains.pension.queries.people_lists import (
    ListSums,
    awards_of_kind,
    list_rows,
    list_sums,
    people_list,
    people_lists,
)
from renshe.domains.pension.queries.person import (
    PersonPayment,
    PersonPension,
    award_receipt,
    person_pension,
)
from renshe.domains.pension.queries.rests_on import months_in_award, pension_began
from renshe.domains.pension.queries.undue import undue_decisions, undue_of, year_of_expenditure
from renshe.domains.pension.refusals import (
    ALREADY_IN_FORCE,
    AWARDS_CHANGED,
    CONTROL_DIFFERS,
    NOT_ENOUGH_MONEY,
    NOT_NOTIFIED,
    NOTHING_SENT,
    STILL_UNKNOWN,
)
from renshe.domains.pension.refusals_of_lists import AMOUNT_CHANGED, SUSPENDED
from renshe.domains.pension.refusals_of_recovery import (
    ACCOUNT_FIRST,
    EVIDENCE_NEEDED,
    GROUND_NOT_SHOWN,
    INSTALMENTS_WRONG,
    MOST_INSTALMENTS,
    NOT_CASH,
    NOT_FORGIVEN,
    NOT_INHERITED,
    NOT_OF_THE_ACCOUNT,
    NOTHING_OPEN,
    REASON_NEEDED,
    RECEIPT_WRONG,
    SET_OFF_POSSIBLE,
)
from renshe.domains.pension.refusals_of_undue import IN_A_BATCH, NOTHING_WAITS
from renshe.domains.pension.states import AWARD_MOVES, AWARD_STATES, BATCH_MOVES, BATCH_STATES
from renshe.kernel.rules import Explain

__all__ = [
    "ACCOUNT_FIRST", "ALREADY_IN_FORCE", "AMOUNTS", "AMOUNT_CHANGED", "AWARDS_CHANGED", "AWARD_MOVES", "AWARD_STATES",
    "BATCH_MOVES", "BATCH_STATES", "COMPONENTS", "CONTROL_DIFFERS", "EMPLOYEE_FUND", "EVIDENCE_NEEDED", "FUNDS",
    "GROUND_NOT_SHOWN", "INSTALMENTS_WRONG", "INVARIANTS", "IN_A_BATCH", "KINDS", "MOST_INSTALMENTS", "MOVEMENT_NAMES",
    "NOTHING_OPEN", "NOTHING_SENT", "NOTHING_WAITS", "NOT_CASH", "NOT_ENOUGH_MONEY", "NOT_FORGIVEN", "NOT_INHERITED",
    "NOT_NOTIFIED", "NOT_OF_THE_ACCOUNT", "ONE_OFF", "PAYMENT_ROWS", "REASONS", "REASON_NEEDED", "RECEIPT_WRONG",
    "RESULT_ROWS", "SET_OFF_POSSIBLE", "STILL_UNKNOWN", "SUSPENDED", "AccountStanding", "Adjustment", "Arrears",
    "Award", "AwardEvent", "AwardKind", "BankChannel", "BankFormat", "BankResult", "BankWord", "BatchOutcome",
    "Determination", "Doubt", "DrawnLines", "EncodedPayments", "Explain", "FailedPayment", "FileRange", "Granted",
    "Grown", "Growth", "Hand", "Hands", "HeadsAndFen", "Hold", "Instalment", "KindMonth", "ListSums", "Listed",
    "MonthBalance", "MonthOverview", "NewBatch", "OneOffBatch", "OneOffLine", "OneOffOutcome", "Outcome", "Overpayment",
    "OverpaymentDecision", "Payee", "PayeeAccount", "PaymentBatch", "PaymentFile", "PaymentHeader", "PaymentLine",
    "PaymentStop", "PeopleList", "PeopleListRow", "PersonPayment", "PersonPension", "Proposal", "Recognition",
    "Recorded", "Recovery", "ReturnedFile", "Signatures", "Statement", "StatementRow", "Stopped", "StoppedLine",
    "SurvivorsBenefit", "SurvivorsDetermination", "TakenDeduction", "UndueDecision", "UnduePayment", "UndueProposal",
    "Waiting", "WaitingBenefit", "WaitingPayments", "account_drawn", "account_payouts_of_year", "account_standing",
    "adjust_award", "adjustment_columns", "ages_at", "agree_instalments", "all_in_force", "approve_decision",
    "approve_one_off", "approve_undue", "award_facts", "award_receipt", "awards_before", "awards_growing",
    "awards_of_kind", "batch_outcome", "batch_row", "batches_of", "become_old_age", "begin_filing",
    "cancel_survivors_benefit", "change_payee_account", "choose_benefits", "choose_retries", "claimed_account_fen",
    "close_list", "close_one_off", "column_type", "completing_facts", "determine", "determine_survivors_benefit",
    "discard_one_off", "draw_lines", "drawing_both", "drawn_as_a_pension", "encode_part", "end_award",
    "end_pension_by_death", "equal_parts", "failed_payments", "file_content", "file_name", "file_one_off",
    "file_ranges", "finish_row", "first_open_month", "fit_return", "freeze_month_roster", "freeze_retry_roster",
    "fund_one_off", "funds_in_payment", "grant_award", "grant_benefit", "grant_survivors_benefit", "grow_since_start",
    "growing_rows", "handed_in", "heads_and_fen", "in_force", "interest_by_law", "kind_month", "kind_of", "kinds_of_fund",
    "last_frozen_period", "line_doubts", "line_totals", "list_rows", "list_sums", "lock_list", "lock_one_off",
    "lock_queue", "locked_batch", "locked_one_off", "make_one_off_batch", "mark_returned", "mark_sent",
    "mark_survivors_benefit_paid", "month_balance", "month_overview", "monthly_amounts", "months_in_award",
    "move_batch", "notify_overpayment", "offset_from_pension", "one_off_batch", "one_off_batches", "one_off_line",
    "one_off_lines", "one_off_outcome", "one_off_return_taken", "one_off_rows", "one_off_sent", "one_off_spent_in",
    "one_off_suspense", "one_off_words", "open_fen", "open_overpayments", "outcome_of", "overpayment", "owe",
    "payable_rows", "payment_files", "pension_began", "people_drawing", "people_list", "people_lists", "person_pension",
    "propose_account_set_off", "propose_list", "propose_undue", "propose_write_off", "provisional_awards",
    "quoted_kinds", "recompute_allowance", "record_approval", "record_custody", "record_deductions", "record_funding",
    "record_one_off_words", "record_recovery", "record_results", "record_review", "redetermine_award",
    "redirect_benefit", "refuse_decision", "refuse_undue", "replay", "require_one_off", "require_planned",
    "require_state", "restore_pension", "return_was_taken", "review_decision", "rise_by_law", "roster_doubts",
    "roster_heads", "settle_by_statement", "settle_one_off_by_statement", "stop_line", "stop_who_must_not_be_paid",
    "stopping_holds", "stops_by_reason", "stops_never_due", "stored_facts", "strike_from_list", "suspend_pension",
    "suspense_of_batch", "undue_decisions", "undue_of", "undue_payment", "unknown_instructions",
    "unpaid_survivors_benefits", "waiting_benefits", "waiting_payments", "with_late", "write_part",
    "year_of_expenditure",
]  # fmt: skip
