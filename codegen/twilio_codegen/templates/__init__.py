"""Modules and method bodies of the generated package as Jinja templates, and what renders them."""
