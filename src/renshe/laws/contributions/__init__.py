"""The laws of contributions: on what, at which rate, by whom, and what follows when late."""
