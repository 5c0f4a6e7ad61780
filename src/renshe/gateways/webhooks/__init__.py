"""Subscribers' machines: events go out to declared https hosts, signed."""
