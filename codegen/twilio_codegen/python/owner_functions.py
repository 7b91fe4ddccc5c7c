"""Names of the functions beside a generated class: what makes, fills and ends its objects, which users do not see."""

from __future__ import annotations

from twilio_codegen.language import Resource, Schema

from .naming import python_name, snake_case

__all__ = ["owner_functions", "owner_functions_of"]


def owner_functions(schema: Schema) -> frozenset[str]:
    """Every name of the package's; what the bodies of functions must not call anything else."""
    return frozenset(name for resource in schema.resources.values() for name in owner_functions_of(resource))


def owner_functions_of(resource: Resource) -> tuple[str, ...]:
    """Names in the module of one resource, as its template writes them."""
    if resource.mirror is None:
        return ()
    module = snake_case(resource.resource)
    kinds = {
        "item": (f"accept_{module}",),
        "document": (),
        "facets": (f"follow_{module}", f"unfollow_{module}"),
        "record": (f"make_{module}",),
    }
    passing = [python_name(name) for name, item in resource.properties.items() if item.transient is not None]
    return (
        *kinds[resource.mirror.kind],
        *([f"notify_{module}"] if resource.notifications else []),
        *(f"{verb}_{module}_{name}" for name in passing for verb in ("start", "end")),
        *([f"release_{module}"] if passing or (resource.mirror.kind == "item" and resource.collections) else []),
    )
