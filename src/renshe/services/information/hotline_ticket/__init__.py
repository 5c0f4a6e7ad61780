"""热线工单: what somebody said to 12333 or 12345, handled like everything else that is asked of the office."""
