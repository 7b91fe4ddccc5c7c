"""What a client tells of itself: logs, counts, measurements."""
