"""Two records of one human being become one, or are taken apart again (个人记录合并与拆分)."""
