"""What is read: inbox, objects, feeds, search and people, from rows to the nouns of core."""
