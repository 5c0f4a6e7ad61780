"""Proof that a pensioner is alive and entitled: until when it holds."""
