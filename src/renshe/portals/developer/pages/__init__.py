"""The pages of the developer portal, one module and one template each."""
