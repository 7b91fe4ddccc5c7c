"""Attacks on client and service over loopback, as programs: ``python -m hostile`` in the folder ``tests``."""
