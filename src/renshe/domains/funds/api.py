"""The door of the funds domain: what other packages may use."""

from __future__ import annotations

from renshe.domains.funds.accounts import (
    AccountYear,
    account_years,
    accounts_at_start,
    individual_account_total,
    stage_account_year,
)
from renshe.domains.funds.bank import (
    BankAccountRow,
    add_bank_account,
    bank_accounts,
    load_statement,
)
from renshe.domains.funds.checks import INVARIANTS
from renshe.domains.funds.operations import (
    MONTH_CLOSED,
    NewEntry,
    Post,
    approve_plan,
    batch_state,
    close_month,
    close_year,
    open_batch,
    post_batch,
    post_entry,
    prepare_plan,
    reverse_entry,
    transfer_plan,
)
from renshe.domains.funds.queries import (
    BalanceRow,
    BankReconciliation,
    JournalRow,
    OpenItem,
    Statement,
    account_journal,
    balance_sheet,
    bank_reconciliation,
    entries_of_batch,
    entry_lines,
    income_statement,
    open_items,
    trial_balance,
)
from renshe.domains.funds.register import (
    BatchRow,
    FundRow,
    MonthRow,
    PlanRow,
    batch_by_id,
    batches,
    funds,
    month_is_closed,
    months,
    plans,
)

__all__ = [
    "INVARIANTS", "MONTH_CLOSED", "AccountYear", "BalanceRow", "BankAccountRow", "BankReconciliation", "BatchRow",
    "FundRow", "JournalRow", "MonthRow", "NewEntry", "OpenItem", "PlanRow", "Post", "Statement", "account_journal",
    "account_years", "accounts_at_start", "add_bank_account", "approve_plan", "balance_sheet", "bank_accounts", "bank_reconciliation",
    "batch_by_id", "batch_state", "batches", "close_month", "close_year", "entries_of_batch", "entry_lines", "funds",
    "income_statement", "individual_account_total", "load_statement", "month_is_closed", "months", "open_batch",
    "open_items", "plans", "post_batch", "post_entry", "prepare_plan", "reverse_entry", "stage_account_year", "transfer_plan",
    "trial_balance",
]
