"""What is written as Python: names, types and expressions as values, and views of resources for the templates."""
