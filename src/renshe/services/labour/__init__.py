"""Labour inspection and arbitration: taking in what people bring; what follows is for later items."""
