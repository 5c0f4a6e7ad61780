"""Personal pension: what is deductible and what is taxed."""
