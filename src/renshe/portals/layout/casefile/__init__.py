"""What every portal that shows a case shares: words, clock, timeline, evidence, answers, papers."""
