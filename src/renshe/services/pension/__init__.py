"""Service items about pensions: what a person, an heir or a clerk asks for."""
