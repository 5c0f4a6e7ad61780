"""个人账户查询: what stands in somebody's individual pension account, year by year."""
