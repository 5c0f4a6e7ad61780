"""The long proof: a million people by two roads, kills at random instants, and many writers at once."""
