"""Nouns turned into lines of segments: pure, without Textual, so that no text is ever markup."""
