"""Certificate of insurance about a named person, for an institution with a basis in law (依法查询参保情况)."""
