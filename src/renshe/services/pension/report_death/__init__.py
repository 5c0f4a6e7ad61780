"""Report that a pensioner died (养老待遇终止)."""
