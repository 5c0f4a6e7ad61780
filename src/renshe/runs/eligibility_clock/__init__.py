"""Each day: warn before a proof ends, suspend where none came."""
