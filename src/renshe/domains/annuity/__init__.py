"""The second and third pillar: annuity plans, their accounts and payouts, and the personal pension; the outlook of all three."""
