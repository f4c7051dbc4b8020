"""The designer: a flow drawn as a tree, its steps as forms in words, checked while one edits."""
