"""The generated package, except for the pydantic models: schema in, unformatted Python out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from twilio_codegen.language import Options, Payload, Schema
from twilio_codegen.python.argument_checks import ArgumentCheck, ArgumentChecks
from twilio_codegen.python.blocking_views import BlockingViews
from twilio_codegen.python.expressions import kind_of_path
from twilio_codegen.python.hook_views import view_hooks
from twilio_codegen.python.imports import library_imports, package_imports
from twilio_codegen.python.naming import python_name, snake_case, tags_name
from twilio_codegen.python.reserved_names import private_name
from twilio_codegen.python.resource_views import ResourceView, seen_property, view_caches, view_resources
from twilio_codegen.python.runtime_errors import RUNTIME_ERRORS
from twilio_codegen.python.runtime_exports import BLOCKING_EXPORTS, RUNTIME_EXPORTS
from twilio_codegen.python.types import Annotation, PythonTypes

from .render import Mentions, render_noting
from .render import render as render_template

__all__ = ["render_package"]


def render_package(schema: Schema, hooks: str, templates: Path | None = None) -> dict[str, str]:
    """Render every module that comes from a template.

    Args:
        schema: A schema without problems.
        hooks: Text of the product's hook module.
        templates: Folder whose templates take the place of those of the same name.

    Returns:
        Text of each module by file name, not yet formatted.
    """
    render = partial(render_template, templates=templates)
    types = PythonTypes(schema)
    resources = view_resources(schema)
    interval = schema.product.profile.cache_interval
    common: dict[str, object] = {
        "schema": schema,
        "product": schema.product,
        "resources": resources,
        "caches": view_caches(schema, types),
        "model_names": _model_names(schema),
        "keyword_options": _keyword_options(schema, types),
        "cache_interval_is_nullable": interval is not None and kind_of_path(schema, interval).nullable,
        "error_names": list(RUNTIME_ERRORS),
        "error_meanings": RUNTIME_ERRORS,
    }
    files = {
        "types.py": render("types.py.jinja", common),
        "events.py": render(
            "events.py.jinja",
            {
                **common,
                "payloads": _payloads(schema, types),
                "hubs": _owners_first(resources),
                "event_exports": _event_exports(schema, resources),
            },
        ),
        "errors.py": render("errors.py.jinja", common),
        "context.py": render("context.py.jinja", common),
        "profile.py": render("profile.py.jinja", common),
        "hooks.py": render("hooks.py.jinja", {**common, "text": hooks}),
        "options.py": render("options.py.jinja", {**common, "options": _options(schema, types)}),
        "pagination.py": render("pagination.py.jinja", common),
        "__main__.py": render("__main__.py.jinja", common),
        "__init__.py": render(
            "__init__.py.jinja",
            {**common, "summary": schema.product.doc, "exports": _offered(exports(schema), RUNTIME_EXPORTS)},
        ),
    }
    if hooks_named := view_hooks(schema, types):
        files["hook_protocol.py"] = render("hook_protocol.py.jinja", {**common, "hooks": hooks_named})
    files |= _resources(schema, resources, common, templates)
    return files | _blocking(schema, resources, BlockingViews(schema, types), common, templates)


def _blocking(
    schema: Schema,
    resources: list[ResourceView],
    views: BlockingViews,
    common: Mapping[str, object],
    templates: Path | None,
) -> dict[str, str]:
    """The package inside the package: the same for programs without asyncio."""
    render = partial(render_template, templates=templates)
    made = {resource.name: views.resource(resource) for resource in resources}
    hubs = _owners_first(resources)
    shared = sorted(name for name in schema.payloads if views.is_shared(name))
    common = {
        **common,
        "blocking_resources": list(made.values()),
        "blocking_payloads": views.payloads(),
        "shared_payloads": shared,
        "hubs": hubs,
        "blocking_hubs": [made[resource.name] for resource in hubs],
        "event_exports": _event_exports(schema, resources),
    }
    own = {*made, *schema.payloads.keys() - {*shared}, *(payload.documented_as for payload in schema.payloads.values())}
    found = {name: module for name, module in exports(schema).items() if name != "PendingPage"}
    names = {name: module if name in own or module == "pagination" else f".{module}" for name, module in found.items()}
    offered = _offered(names, BLOCKING_EXPORTS)
    summary = (
        f"{schema.product.title} for programs without asyncio: `{schema.product.package}` without ``await``."
        f"\n\nBegin with `{schema.root.resource}`, in a ``with`` block."
    )
    files = {
        "events.py": render("blocking_events.py.jinja", common),
        "pagination.py": render("blocking_pagination.py.jinja", common),
        "twins.py": render("blocking_twins.py.jinja", common),
        "__init__.py": render("__init__.py.jinja", {**common, "summary": summary, "exports": offered}),
    }
    for resource in resources:
        template = "blocking_client.py.jinja" if resource.root else "blocking_resource.py.jinja"
        context = {**common, "resource": resource, "summary": _summary(resource), "blocking": made[resource.name]}
        body, mentions = render_noting(template, context, templates)
        imports = {
            # pages are others here
            "library_imports": library_imports(mentions.every() - {"Paginator"}),
            "imports": package_imports(schema, mentions.every()),
            "typing_imports": _imports(mentions.every(), resource, resources),
        }
        files[f"{resource.module}.py"] = render("_blocking_module.jinja", {**context, **imports, "body": body})
    return {f"blocking/{name}": text for name, text in files.items()}


def _resources(
    schema: Schema, resources: list[ResourceView], common: Mapping[str, object], templates: Path | None
) -> dict[str, str]:
    """The modules of the resources: first their classes, then imports of what these mention."""
    classes: dict[str, str] = {}
    mentions: dict[str, Mentions] = {}
    for resource in resources:
        template = {"root": "client.py.jinja", "record": "record.py.jinja"}.get(resource.kind, "resource.py.jinja")
        context = {**common, **_details(schema, resource, resources)}
        classes[resource.name], mentions[resource.name] = render_noting(template, context, templates)
    needed = {resource.module: _imports(mentions[resource.name].code, resource, resources) for resource in resources}
    files: dict[str, str] = {}
    for resource in resources:
        imports = needed[resource.module]
        late = {module for module in imports if resource.module in _reached(needed, module)}
        typing = _imports(mentions[resource.name].annotations, resource, resources)
        imports = {module: sorted({*names, *typing.pop(module, ())}) for module, names in imports.items()}
        mentioned = mentions[resource.name].every()
        plain = package_imports(schema, mentioned)
        context = {
            **common,
            "resource": resource,
            "summary": _summary(resource),
            "body": classes[resource.name],
            "library_imports": library_imports(mentioned),
            "imports": plain | {module: names for module, names in imports.items() if module not in late},
            "late_imports": {module: names for module, names in imports.items() if module in late},
            "typing_imports": typing,
        }
        files[f"{resource.module}.py"] = render_template("_module.jinja", context, templates)
    return files


def _imports(mentioned: set[str], resource: ResourceView, resources: list[ResourceView]) -> dict[str, list[str]]:
    """Names that a resource's module imports from those of others, by module."""
    found = {
        other.module: sorted({other.name, *other.functions} & mentioned) for other in resources if other is not resource
    }
    return {module: names for module, names in found.items() if names}


def _summary(resource: ResourceView) -> str:
    """What the module of a resource is about."""
    if resource.root:
        return f"`{resource.name}`: where everything starts."
    first, _, _ = resource.doc.partition("\n\n")
    return f"`{resource.name}`: {first[:1].lower()}{first[1:]}"


def _details(schema: Schema, resource: ResourceView, resources: list[ResourceView]) -> dict[str, object]:
    holder = next(
        (
            collection.membership
            for owner in schema.resources.values()
            for collection in owner.collections.values()
            if collection.of == resource.name and collection.membership is not None
        ),
        None,
    )
    transients = [private_name(item.name) for item in resource.transients]
    throttles = [f"_{name}_throttle" for name, _ in resource.throttles]
    stored = [item.attribute for item in resource.properties if item.attribute]
    # a record keeps nothing that only tells where the rest is
    names = [f"_{name}_name" for name, _ in resource.document_fields if resource.kind != "record"]
    held = [private_name(collection.name) for collection in resource.collections]
    key = private_name(resource.key_name)
    own = {
        "item": ["_context", private_name(resource.owner_name), key],
        "document": ["_context", "_document", "_settled", key],
        "facets": ["_context", "_facets", "_release", key],
    }.get(resource.kind, [])
    return {
        "resource": resource,
        "released": {item.name for item in resources if f"release_{item.module}" in item.functions},
        "slots": sorted({*stored, *names, *held, *own, *transients, *throttles}),
        "hidden_when": {seen_property(resource.spec, name): value for name, value in holder.forget_when_out.items()}
        if holder
        else {},
    }


def _reached(edges: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Everything that a module imports, directly or not."""
    found: set[str] = set()
    pending = [start]
    while pending:
        new = {*edges[pending.pop()]} - found
        pending += new
        found |= new
    return found


def _payloads(schema: Schema, types: PythonTypes) -> list[tuple[str, Payload, list[tuple[str, Annotation, str]]]]:
    return [
        (
            name,
            payload,
            [
                (python_name(field), types.field_annotation(spec, received=True), spec.doc)
                for field, spec in payload.fields.items()
            ],
        )
        for name, payload in sorted(schema.payloads.items())
    ]


@dataclass(frozen=True, slots=True)
class _OptionField:
    """A field of options as it is written."""

    name: str
    annotation: Annotation
    doc: str
    default: str
    made: tuple[str, str] | None = None
    """Name of the function that makes the default, where each object needs its own, and what it returns."""


def _options(schema: Schema, types: PythonTypes) -> list[tuple[str, Options, list[_OptionField], list[ArgumentCheck]]]:
    checks = ArgumentChecks(schema)
    return [
        (
            name,
            options,
            list(_option_fields(name, options, types)),
            [
                check
                for field, spec in options.fields.items()
                if (check := checks.of_field(field, spec, owner="self")) is not None
            ],
        )
        for name, options in sorted(schema.options.items())
    ]


def _option_fields(name: str, options: Options, types: PythonTypes) -> Iterator[_OptionField]:
    after_default = False
    for documented, spec in options.fields.items():
        field, annotation = python_name(documented), types.field_annotation(spec)
        made = None
        if isinstance(spec.default, list | dict):
            made = (f"_{snake_case(name)}_{field}", types.literal(spec.default, spec.type))
            default = f" = _field(default_factory={made[0]})"
        elif spec.default is not None or spec.type.nullable or "default" in spec.model_fields_set:
            default = f" = {types.literal(spec.default, spec.type)}"
        else:
            # What must be given can follow what may be left out only by its name.
            default = " = _field(kw_only=True)" if after_default else ""
        after_default = after_default or bool(default)
        yield _OptionField(field, annotation, spec.doc, default, made)


def _keyword_options(schema: Schema, types: PythonTypes) -> list[tuple[str, Annotation, str]]:
    """Options of the root that its constructor takes as keywords: name, annotation and meaning of each."""
    chosen = schema.root.options
    if chosen is None:
        return []
    return [
        (python_name(field), replace(types.field_annotation(spec), nullable=True), spec.doc)
        for field, spec in schema.options[chosen.type].fields.items()
        if field != chosen.region
    ]


def _model_names(schema: Schema) -> list[str]:
    """Everything that the module of the plain values offers."""
    others = (union.other for union in schema.tagged.values())
    return sorted({*schema.values, *schema.tagged, *others, *map(tags_name, schema.tagged)})


def _owners_first(resources: list[ResourceView]) -> list[ResourceView]:
    by_name = {resource.name: resource for resource in resources}
    depth = {name: _depth(by_name, name) for name in by_name}
    return sorted((item for item in resources if item.events), key=lambda item: (depth[item.name], item.name))


def _depth(by_name: dict[str, ResourceView], name: str) -> int:
    owner = by_name[name].owner
    return 0 if not owner else 1 + _depth(by_name, owner)


def _event_exports(schema: Schema, resources: list[ResourceView]) -> list[str]:
    names = set(schema.payloads) | {item.documented_as for item in schema.payloads.values() if item.documented_as}
    for resource in resources:
        if resource.events:
            names |= {f"{resource.name}{suffix}" for suffix in ("Emitter", "EventName", "Events")}
    return sorted(names)


def _offered(own: Mapping[str, str], runtime: Mapping[str, str]) -> dict[str, str]:
    """What a package offers: its own names, then those of the runtime, each with the module to import it from."""
    return dict(sorted({**runtime, **{name: f".{module}" for name, module in own.items()}}.items()))


def exports(schema: Schema) -> dict[str, str]:
    """Every name that the package's root offers, with the module it comes from."""
    found = dict.fromkeys(schema.types, "types")
    found |= dict.fromkeys([*schema.values, *schema.tagged], "models")
    found |= {union.other: "models" for union in schema.tagged.values()}
    found |= dict.fromkeys(schema.payloads, "events")
    found |= {payload.documented_as: "events" for payload in schema.payloads.values() if payload.documented_as}
    found |= {name: snake_case(name) for name in schema.resources}
    found |= dict.fromkeys(schema.options, "options")
    found |= dict.fromkeys(["Paginator", "PendingPage", "RestPaginator"], "pagination")
    found |= dict.fromkeys(RUNTIME_ERRORS, "errors")
    return dict(sorted(found.items()))
