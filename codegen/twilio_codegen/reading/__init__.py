"""Files of a schema: YAML with positions, problems in the words of the schema, and the representation."""
