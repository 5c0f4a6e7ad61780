"""Oracles: the same answers by other means. They share no code with what they test."""
