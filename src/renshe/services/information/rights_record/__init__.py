"""个人权益记录单: one year of one person, as recorded in every insurance."""
