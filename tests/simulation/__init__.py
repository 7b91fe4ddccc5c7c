"""Clients and the embedded service under seeded trouble, in virtual time and without sockets."""
