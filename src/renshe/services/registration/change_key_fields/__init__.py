"""Key fields of a person are corrected on evidence: name, number, sex, birth, start of work (关键信息变更表)."""
