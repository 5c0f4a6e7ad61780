"""An employer reports who joined, left, paused or came back (增减变动表)."""
