"""The way to a host: proxies, certificates, direct HTTP, and failures in words that may be shown."""
