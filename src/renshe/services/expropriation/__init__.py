"""Service items about expropriation: projects, lists, town insurance, the living allowance."""
