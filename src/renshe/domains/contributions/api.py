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
from renshe.domains.contributions.facts import assessment_table
from renshe.domains.contributions.models import COMPONENTS, FUNDS, Bill, Declaration, Mode
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
    move_months,
    paid_lines,
    reverse_months,
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
    left_of,
    refund_bill,
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
from renshe.domains.contributions.operations.surcharge import (
    SurchargeOf,
    charge_surcharge,
    surcharge_by_bill,
)
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
from renshe.domains.contributions.queries.bills import (
    Arrears,
    BillDetail,
    arrears_by_age,
    arrears_of,
    assessed_plan,
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
from renshe.domains.contributions.queries.overview import (
    FundMonth,
    MonthOverview,
    SuspenseItem,
    month_overview,
    suspense_items,
)
from renshe.domains.contributions.queries.posting import (
    HeldReceipt,
    given_by_receipt,
    held_of_files,
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
from renshe.domains.contributions.refusals import REASONS, refused
from renshe.domains.contributions.states import MOVES, OPEN_STATES, STATES, Move

__all__ = [
    "COMPONENTS",
    "FUNDS",
    "INVARIANTS",
    "LINE_COLUMNS",
    "MOVES",
    "OPEN_STATES",
    "REASONS",
    "RECEIPT_COLUMNS",
    "ROW_SCHEMA",
    "STATES",
    "Allocated",
    "AllocationOrder",
    "Arrears",
    "Bill",
    "BillDetail",
    "Billed",
    "ContributionYear",
    "Credited",
    "DayReconciliation",
    "Decision",
    "Declaration",
    "DeclarationRow",
    "Declared",
    "Difference",
    "FileHead",
    "FundMonth",
    "Gap",
    "HeldReceipt",
    "ImportCursor",
    "Mode",
    "MonthDifference",
    "MonthOverview",
    "Move",
    "RosterPerson",
    "Submission",
    "SurchargeOf",
    "SuspenseItem",
    "Timeline",
    "TimelineMonth",
    "Timing",
    "YearEntry",
    "allocate_receipts",
    "allocation_order",
    "approve_write_off",
    "arrears_by_age",
    "arrears_of",
    "assess_back_payment",
    "assessed_plan",
    "assessment_table",
    "bad_rows",
    "begin_import",
    "bill_detail",
    "bill_lines",
    "bills_of_payer",
    "career_of",
    "careers_table",
    "carry_forward",
    "charge_surcharge",
    "collection_mode",
    "compare_day",
    "contribution_year",
    "credit_bills",
    "credited_by",
    "credits_of_year",
    "declarations_of",
    "declared_row_errors",
    "difference_to_last_month",
    "finish_import",
    "given_by_receipt",
    "held_of_files",
    "import_errors",
    "import_state",
    "insured_but_absent",
    "keep_chunk",
    "last_period_billed",
    "left_of",
    "mark_assessed",
    "mark_sent",
    "match_people",
    "month_overview",
    "move_months",
    "next_sequence_no",
    "open_dues",
    "open_window",
    "paid_lines",
    "prepare_bills",
    "propose_write_off",
    "reconcile_day",
    "record_declaration",
    "record_exchange",
    "record_receipts",
    "record_wages",
    "refund_bill",
    "refund_correction",
    "refund_suspense",
    "refused",
    "reverse_months",
    "roster_people",
    "stage_lines",
    "surcharge_by_bill",
    "suspense_items",
    "timeline_of",
    "timing_of",
    "waiting_rows",
    "window_of",
    "write_bills",
]
