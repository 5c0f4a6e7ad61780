"""Pages of the land portal, one module and one template each."""
