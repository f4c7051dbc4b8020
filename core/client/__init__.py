"""The client: calls to the server, the event stream, and what waits on disk to be sent."""
