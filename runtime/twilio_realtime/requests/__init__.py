"""REST through the connection: links, retries, caches, pages, and what is sent only once."""
