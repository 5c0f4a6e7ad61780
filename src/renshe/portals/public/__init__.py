"""The public site: guides, search, calculators, verification of papers, news. No account is needed for any of it."""
