"""The parts of the check before publishing, one for each kind of thing that a flow names."""
