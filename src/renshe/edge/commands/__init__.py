"""The command line, one module for each group; `renshe.edge.cli` finds them here."""
