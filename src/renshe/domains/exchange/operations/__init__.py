"""Writes: keeping answers, counting requests, subscribing, delivering."""
