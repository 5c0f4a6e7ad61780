"""From rules to columns: a generated, readable, fused kernel that proves what it computes.

``values`` carries numerator, denominator and interval of every sub-expression; ``arithmetic`` combines
them; ``translate`` walks a rule's syntax tree; ``assemble`` writes one kernel for a question; ``cache``
compiles it once. What cannot be proved exact in 64 bits is flagged row by row and goes the exact way.
"""
