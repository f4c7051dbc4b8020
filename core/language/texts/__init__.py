"""The catalogues, one module an area: `TEXTS` maps `area.name` to (English, Chinese)."""
