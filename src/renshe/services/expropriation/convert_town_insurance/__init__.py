"""镇保转入职工养老保险: months and account go over by law."""
