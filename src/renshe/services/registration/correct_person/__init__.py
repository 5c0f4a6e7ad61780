"""关键信息更正: what identifies a person or decides a benefit is set right on evidence."""
