"""A whole register of insured people comes in from another system (参保职工登记册导入)."""
