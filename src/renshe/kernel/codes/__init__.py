"""Codes of national standards: identity numbers, credit codes, divisions, names and code tables.
Pure.

Every reader here returns either the value or a `Problem`, which says what is wrong and how to mend
it in Chinese and English. Nothing is repaired in silence except what cannot change the meaning (the
case of a check letter).
"""
