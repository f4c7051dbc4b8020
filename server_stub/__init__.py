"""The server: small enough to run embedded, the same code on many machines."""
