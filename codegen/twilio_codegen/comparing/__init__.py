"""Compares APIs: a schema with official declarations, and one version with another.

`declarations` and `from_schema` read both into the model of `api`; `audit` and `diff` compare what was read.
"""
