"""The database and other files of the service."""
