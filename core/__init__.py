"""What both ends agree on: the nouns of signoff, its flows and rules, and the client."""
