"""Measurements, each beside a named reference taken in the same run. `make bench` prints them."""
