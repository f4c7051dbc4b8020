"""Rules: exact expressions over an object's fields, and who is asked."""
