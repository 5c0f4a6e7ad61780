"""The tax bureau: the plan goes out, receipts come in."""
