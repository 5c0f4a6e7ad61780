"""The month's money: the plan goes to the collector, receipts come back, pay bills, and credit accounts."""
