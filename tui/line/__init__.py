"""The plain mode: prompts and answers, nothing repainted.

For screen readers, braille, dumb terminals and whoever likes it; the same actions as the full
screen.
"""
