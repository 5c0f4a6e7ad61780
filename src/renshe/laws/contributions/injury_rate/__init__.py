"""The work-injury rate of an employer: class rate times float."""
