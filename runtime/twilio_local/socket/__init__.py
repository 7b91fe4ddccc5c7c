"""Sockets: sessions, and the requests and packets that pass through them."""
