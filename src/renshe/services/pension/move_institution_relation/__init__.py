"""机关事业单位养老保险关系转移: months, account and pooled money go to an enterprise scheme, or come from one."""
