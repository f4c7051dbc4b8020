"""Migrations: one revision a file, in order, written by hand."""
