"""The terminal itself: switches, input that survives bad bytes, output that sends only changes."""
