"""The community worker's pages: who is looked after here, visits on a telephone, hand-overs, groups, the rate."""
