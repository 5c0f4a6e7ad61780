"""The portal of an institution: what its members ask the office in its name, and who they are."""
