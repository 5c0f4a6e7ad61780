"""Claim an old-age pension (职工基本养老保险待遇申领)."""
