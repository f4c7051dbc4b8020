"""What a person sees: the terminal, as a full screen, as plain lines and as commands."""
