"""What every test stands on: a database of its own, and latent bugs made loud."""
