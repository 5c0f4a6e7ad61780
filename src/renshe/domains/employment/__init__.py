"""Who works for whom, under which contract, as filed with the bureau."""
