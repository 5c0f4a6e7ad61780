"""An employer registers its people and insures them (参保登记表)."""
