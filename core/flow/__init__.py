"""Flows: what is written, checked and run. `docs/reference/flows.md` is the format for people."""
