"""The land portal: expropriation projects, their people and money, what is watched, and lists made public."""
