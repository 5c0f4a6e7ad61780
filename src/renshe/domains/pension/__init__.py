"""Who is entitled to which pension, what was paid, and what must come back (养老保险待遇)."""
