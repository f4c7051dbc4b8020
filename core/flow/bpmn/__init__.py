"""BPMN 2.0: reading processes into flows, and writing flows as processes with their diagram."""
