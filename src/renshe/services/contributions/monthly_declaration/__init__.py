"""月度缴费申报: found and started like every item, done at the roster's own door (`declare_month`), never as a case."""
