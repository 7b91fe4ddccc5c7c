"""Access tokens: read, kept hidden, refreshed."""
