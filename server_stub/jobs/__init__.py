"""What the server does by itself: delivers calls, asks connectors, keeps house."""
