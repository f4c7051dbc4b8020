"""What the screens know: plain values without Textual, changed only by the screens' handlers."""
