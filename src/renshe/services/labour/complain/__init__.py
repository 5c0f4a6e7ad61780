"""投诉举报: a breach of labour law is taken in where the work is done, and whoever reports it stays secret."""
