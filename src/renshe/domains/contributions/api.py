"""The door of contributions: what other packages may use."""

from __future__ import annotations

from renshe.domains.contributions.careers import YearEntry, career_of, careers_table
from renshe.domains.contributions.checks import INVARIANTS
from renshe.domains.contributions.dated import (
    AllocationOrder,
    ContributionYear,
    allocation_order,
    collection_mode,
    contribution_year,
)
from renshe.domains.contributions.declared_cells import cell_problem, check_cells, find_repeated
from renshe.domains.contributions.facts import assessment_table
from renshe.domains.contributions.models import (
    COMPONENTS,
    FUNDS,
    Bill,
    CorrectionRequest,
    CountedMonth,
    Declaration,
    Instalment,
    InstalmentPlan,
    Mode,
)
from renshe.domains.contributions.operations.account_corrections import (
    AccountChange,
    AccountMovement,
    account_movements,
    credited_since,
    record_account_changes,
)
from renshe.domains.contributions.operations.allocation import (
    Allocated,
    allocate_receipts,
    open_dues,
)
from renshe.domains.contributions.operations.billing import (
    LINE_COLUMNS,
    Billed,
    assess_back_payment,
    mark_assessed,
    mark_sent,
    prepare_bills,
    stage_lines,
    write_bills,
)
from renshe.domains.contributions.operations.corrections import (
    movable_lines,
    move_months,
    paid_lines,
    reverse_months,
    reversible_lines,
)
from renshe.domains.contributions.operations.counting import (
    Counting,
    count_months,
    counted_months,
    free_months,
)
from renshe.domains.contributions.operations.crediting import Credited, credit_bills, credited_by
from renshe.domains.contributions.operations.declaring import (
    ROW_SCHEMA,
    Declared,
    Submission,
    carry_forward,
    record_declaration,
    record_wages,
)
from renshe.domains.contributions.operations.instalments import (
    MOST_INSTALMENTS,
    PlannedInstalment,
    PlanStanding,
    agree_plan,
    owed_on,
    plan_in_force,
    planned_instalments,
    standing_of,
    withdraw_plan,
)
from renshe.domains.contributions.operations.receipts import (
    RECEIPT_COLUMNS,
    FileHead,
    next_sequence_no,
    record_exchange,
    record_receipts,
)
from renshe.domains.contributions.operations.reconciliation import (
    DayReconciliation,
    compare_day,
    reconcile_day,
)
from renshe.domains.contributions.operations.refunds import (
    Decision,
    close_refunded_bills,
    left_of,
    refund_correction,
    refund_suspense,
)
from renshe.domains.contributions.operations.register import (
    ImportCursor,
    begin_import,
    finish_import,
    import_state,
    keep_chunk,
)
from renshe.domains.contributions.operations.requests import (
    Asked,
    Hand,
    approve_request,
    approved_requests,
    ask,
    mark_posted,
    open_requests,
    refuse_request,
    request_by_id,
    review_request,
)
from renshe.domains.contributions.operations.surcharge import (
    SurchargeOf,
    charge_surcharge,
    surcharge_by_bill,
)
from renshe.domains.contributions.operations.transferred_years import (
    TransferredYear,
    stage_transferred_years,
)
from renshe.domains.contributions.operations.waivers import waivable, waive_surcharge
from renshe.domains.contributions.operations.windows import (
    Timing,
    open_window,
    timing_of,
    window_of,
)
from renshe.domains.contributions.operations.write_offs import (
    approve_write_off,
    propose_write_off,
)
from renshe.domains.contributions.operations.year_close import (
    YearTotals,
    complete_batches,
    cover_year,
    stage_year,
)
from renshe.domains.contributions.queries.bills import (
    Arrears,
    BillDetail,
    arrears_by_age,
    arrears_of,
    assessed_plan,
    batches_not_sent,
    bill_detail,
    bill_lines,
    bills_of_payer,
    last_period_billed,
)
from renshe.domains.contributions.queries.credits import credits_of_year
from renshe.domains.contributions.queries.declarations import (
    DeclarationRow,
    RosterPerson,
    bad_rows,
    declarations_of,
    declared_row_errors,
    import_errors,
    roster_people,
)
from renshe.domains.contributions.queries.differences import (
    Difference,
    MonthDifference,
    difference_to_last_month,
)
from renshe.domains.contributions.queries.late_movements import (
    LateMovement,
    late_movements,
    late_movements_table,
    late_rows,
)
from renshe.domains.contributions.queries.lines import (
    AllocationRow,
    LinePage,
    LineRow,
    allocations_of_batch,
    lines_of_batch,
    lines_of_year,
)
from renshe.domains.contributions.queries.overview import (
    FundMonth,
    MonthOverview,
    SuspenseItem,
    month_overview,
    suspense_items,
)
from renshe.domains.contributions.queries.places import (
    BillAtPlace,
    PlaceCollection,
    bills_at_place,
    collection_by_place,
)
from renshe.domains.contributions.queries.posting import (
    HeldReceipt,
    ReceiptLeft,
    given_by_receipt,
    held_of_files,
    receipt_by_ref,
    receipt_left,
)
from renshe.domains.contributions.queries.rosters import (
    insured_but_absent,
    match_people,
    waiting_rows,
)
from renshe.domains.contributions.queries.timeline import (
    Gap,
    Timeline,
    TimelineMonth,
    timeline_of,
)
from renshe.domains.contributions.queries.years import InsuredYear, insured_years
from renshe.domains.contributions.refusals import REASONS, refused
from renshe.domains.contributions.states import (
    MOVES,
    OPEN_STATES,
    REQUEST_MOVES,
    REQUEST_STATES,
    STATES,
    Move,
)

__all__ = [
    "COMPONENTS", "FUNDS", "INVARIANTS", "LINE_COLUMNS", "MOST_INSTALMENTS", "MOVES", "OPEN_STATES", "REASONS",
    "RECEIPT_COLUMNS", "REQUEST_MOVES", "REQUEST_STATES", "ROW_SCHEMA", "STATES", "AccountChange", "AccountMovement",
    "Allocated", "AllocationOrder", "AllocationRow", "Arrears", "Asked", "Bill", "BillAtPlace", "BillDetail",
    "Billed", "ContributionYear", "CorrectionRequest", "CountedMonth", "Counting", "Credited", "DayReconciliation",
    "Decision", "Declaration", "DeclarationRow", "Declared", "Difference", "FileHead", "FundMonth", "Gap", "Hand",
    "HeldReceipt", "ImportCursor", "Instalment", "InstalmentPlan", "InsuredYear", "LateMovement", "LinePage",
    "LineRow", "Mode", "MonthDifference", "MonthOverview", "Move", "PlaceCollection", "PlanStanding",
    "PlannedInstalment", "ReceiptLeft", "RosterPerson", "Submission", "SurchargeOf", "SuspenseItem", "Timeline",
    "TimelineMonth", "Timing", "TransferredYear", "YearEntry", "YearTotals", "account_movements", "agree_plan",
    "allocate_receipts", "allocation_order", "allocations_of_batch", "approve_request", "approve_write_off",
    "approved_requests", "arrears_by_age", "arrears_of", "ask", "assess_back_payment", "assessed_plan",
    "assessment_table", "bad_rows", "batches_not_sent", "begin_import", "bill_detail", "bill_lines", "bills_at_place",
    "bills_of_payer", "career_of", "careers_table", "carry_forward", "cell_problem", "charge_surcharge",
    "check_cells", "close_refunded_bills", "collection_by_place", "collection_mode", "compare_day",
    "complete_batches", "contribution_year", "count_months", "counted_months", "cover_year", "credit_bills",
    "credited_by", "credited_since", "credits_of_year", "declarations_of", "declared_row_errors",
    "difference_to_last_month", "find_repeated", "finish_import", "free_months", "given_by_receipt", "held_of_files",
    "import_errors", "import_state", "insured_but_absent", "insured_years", "keep_chunk", "last_period_billed",
    "late_movements", "late_movements_table", "late_rows", "left_of", "lines_of_batch", "lines_of_year", "mark_assessed",
    "mark_posted", "mark_sent", "match_people", "month_overview", "movable_lines", "move_months", "next_sequence_no",
    "open_dues", "open_requests", "open_window", "owed_on", "paid_lines", "plan_in_force", "planned_instalments",
    "prepare_bills", "propose_write_off", "receipt_by_ref", "receipt_left", "reconcile_day", "record_account_changes",
    "record_declaration", "record_exchange", "record_receipts", "record_wages", "refund_correction",
    "refund_suspense", "refuse_request", "refused", "request_by_id", "reverse_months", "reversible_lines",
    "review_request", "roster_people", "stage_lines", "stage_transferred_years", "stage_year", "standing_of",
    "surcharge_by_bill", "suspense_items", "timeline_of", "timing_of", "waiting_rows", "waivable", "waive_surcharge",
    "window_of", "withdraw_plan", "write_bills",
]  # fmt: skip
