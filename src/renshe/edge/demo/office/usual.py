"""What larger cities have more of: which items people ask for most, and how far their cases have come."""

# With weights; endings as in `plan.MUST`.
USUAL_ITEMS = (
    ("information.certificate_of_insurance", 14), ("information.hotline_ticket", 12), ("registration.change_contact", 10),
    ("information.account_enquiry", 8), ("information.rights_record", 6), ("information.certificate_of_pension", 8),
    ("pension.change_bank_account", 8), ("registration.hire", 6), ("registration.leave", 5),
    ("registration.register_person", 5), ("registration.register_employer", 4), ("registration.correct_person", 4),
    ("registration.enrol_flexible", 5), ("labour.complain", 4), ("labour.apply_arbitration", 3), ("information.request", 3),
    ("contributions.dispute_amount", 3), ("pension.survivors_benefit", 1),
)  # fmt: skip
USUAL_ENDINGS = (
    ("closed", 40), ("submitted", 12), ("accepted", 12), ("reviewing", 8), ("granted", 5), ("correcting", 6), ("corrected", 4),
    ("refused_closed", 5), ("approving", 3), ("withdrawn", 3), ("talked", 3), ("not_accepted", 2), ("draft", 3),
    ("handed_over", 2), ("returned", 2),
)  # fmt: skip
