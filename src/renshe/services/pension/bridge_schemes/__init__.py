"""Bridging of the employee scheme and the residents', in both directions (城乡养老保险制度衔接)."""
