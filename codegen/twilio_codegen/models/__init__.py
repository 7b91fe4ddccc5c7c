"""Values and wire types as JSON Schema, and the pydantic models made of it."""
