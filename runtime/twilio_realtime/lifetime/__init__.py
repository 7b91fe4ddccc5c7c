"""Tasks, event loops and programs from their beginning to an orderly end."""
