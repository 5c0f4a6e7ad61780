"""Retirees under the care of communities: who looks after whom, visits, groups, and one sensitive mark."""
