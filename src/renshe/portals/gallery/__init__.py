"""The gallery: every component of the design system in every state, with the markup to use it."""
