"""征地人员信息变更: somebody is taken off a list, or grouped again after a corrected birth date."""
