"""What every portal shares: the page frame, tokens, access, words, amounts and the explanation panel."""
