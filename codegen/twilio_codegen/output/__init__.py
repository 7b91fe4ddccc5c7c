"""Files of the generated package: formatted, compared, written, and remembered by their hashes."""
