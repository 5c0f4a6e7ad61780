"""WHAT holds the walls? Django-aware parts without meaning of their own: bulk, partitions, fields."""
