"""What changes the database: one function a change, one transaction each."""
