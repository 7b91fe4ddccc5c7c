"""The generated package, except for the pydantic models: schema in, unformatted Python out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from twilio_codegen.language import Options, Payload, Schema, ValueType
from twilio_codegen.python.argument_checks import ArgumentCheck, ArgumentChecks
from twilio_codegen.python.blocking_views import BlockingViews
from twilio_codegen.python.code import Code, code
from twilio_codegen.python.command_views import view_commands
from twilio_codegen.python.durable_view import view_durable
from twilio_codegen.python.hook_views import view_hooks
from twilio_codegen.python.imports import LIBRARY, is_light, library_imports, package_imports, package_names
from twilio_codegen.python.naming import python_name, snake_case, tags_name
from twilio_codegen.python.object_expressions import kind_of_path
from twilio_codegen.python.property_updates import with_records
from twilio_codegen.python.reserved_names import private_name
from twilio_codegen.python.resource_views import ResourceView, seen_property, view_caches, view_resources
from twilio_codegen.python.runtime_errors import RUNTIME_ERRORS
from twilio_codegen.python.runtime_exports import BLOCKING_EXPORTS, RUNTIME_EXPORTS
from twilio_codegen.python.types import Annotation, PythonTypes

from .render import Mentions, render_noting
from .render import render as render_template

__all__ = ["render_package"]

_TEMPLATES = {"root": "client.py.jinja", "record": "record.py.jinja", "draft": "draft.py.jinja"}
"""What writes the class of a resource by its kind; another one writes all others."""


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
    composites = _composites(schema, types)
    common: dict[str, object] = {
        "schema": schema,
        "composites": composites,
        "product": schema.product,
        "resources": resources,
        "caches": view_caches(schema, types),
        "model_names": _model_names(schema),
        "keyword_options": _keyword_options(schema, types),
        "cache_interval_is_nullable": interval is not None and kind_of_path(schema, interval).nullable,
        "hubs": _owners_first(resources),
        "event_exports": _event_exports(schema, resources),
        "error_names": list(RUNTIME_ERRORS),
        "error_meanings": RUNTIME_ERRORS,
        "durable": view_durable(schema),
    }
    own: dict[str, dict[str, object]] = {
        "events.py": {"payloads": [_payload(name, item, types) for name, item in sorted(schema.payloads.items())]},
        "hooks.py": {"text": hooks},
        "options.py": {"options": _options(schema, types)},
        "__init__.py": {"summary": schema.product.doc, "exports": _offered(exports(schema), RUNTIME_EXPORTS)},
    }
    plain = ["types.py", "errors.py", "context.py", "profile.py", "pagination.py", "__main__.py"]
    if schema.durable is not None:
        plain.append("deliveries.py")
    files = {name: render(f"{name}.jinja", {**common, **own.get(name, {})}) for name in (*plain, *own)}
    if hooks_named := view_hooks(schema, types):
        files["hook_context.py"] = render("hook_context.py.jinja", common)
        files["hook_protocol.py"] = render("hook_protocol.py.jinja", {**common, "hooks": hooks_named})
    files["commands.py"] = _commands(schema, common, templates)
    modules = _modules(resources, composites)
    files |= _resources(schema, resources, modules, common, templates)
    return files | _blocking(schema, resources, modules, BlockingViews(schema, types), common, templates)


def _commands(schema: Schema, common: Mapping[str, object], templates: Path | None) -> str:
    """The module of what other programs can have done."""
    view = view_commands(schema, frozenset(exports(schema)))
    context = {**common, "view": view, "root": schema.root.resource}
    _, mentions = render_noting("commands.py.jinja", {**context, "plain_imports": {}}, templates)
    imports = package_imports(schema, mentions.every())
    return render_template("commands.py.jinja", {**context, "plain_imports": imports}, templates)


def _blocking(
    schema: Schema,
    resources: list[ResourceView],
    modules: list[_Module],
    views: BlockingViews,
    common: Mapping[str, object],
    templates: Path | None,
) -> dict[str, str]:
    """The package inside the package: the same for programs without asyncio."""
    render = partial(render_template, templates=templates)
    made = {resource.name: views.resource(resource) for resource in resources}
    shared = sorted(name for name in schema.payloads if views.is_shared(name))
    common = {
        **common,
        "blocking_resources": list(made.values()),
        "blocking_payloads": views.payloads(),
        "blocking_composites": views.composites(),
        "shared_payloads": shared,
        "blocking_hubs": [made[resource.name] for resource in _owners_first(resources)],
    }
    own = {*made, *schema.payloads.keys() - {*shared}, *(payload.documented_as for payload in schema.payloads.values())}
    own |= schema.composites.keys()
    found = {name: module for name, module in exports(schema).items() if name != "PendingPage"}
    twice = ("deliveries", "pagination")  # modules of their own in each of the two packages
    names = {name: module if name in own or module in twice else f".{module}" for name, module in found.items()}
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
    if schema.durable is not None:
        files["deliveries.py"] = render("blocking_deliveries.py.jinja", common)
    if schema.composites:
        files["composites.py"] = render("blocking_composites.py.jinja", common)
    for resource in resources:
        template = "blocking_client.py.jinja" if resource.root else "blocking_resource.py.jinja"
        context = {**common, "resource": resource, "summary": _summary(resource), "blocking": made[resource.name]}
        body, mentions = render_noting(template, context, templates)
        used, mentioned = mentions.code - {"Paginator"}, mentions.every() - {"Paginator"}  # pages are others here
        typed = mentioned - used if resource.root else set[str]()
        objects = _imports(mentioned, resource, modules)
        imports = {
            "needed_imports": library_imports(mentioned - typed) | _above(package_imports(schema, mentioned - typed)),
            "typing_imports": library_imports(typed) | _above(package_imports(schema, typed)) | _own(objects),
        }
        files[f"{resource.module}.py"] = render("_blocking_module.jinja", {**context, **imports, "body": body})
    return {f"blocking/{name}": text for name, text in files.items()}


def _resources(
    schema: Schema,
    resources: list[ResourceView],
    modules: list[_Module],
    common: Mapping[str, object],
    templates: Path | None,
) -> dict[str, str]:
    """The modules of the resources: first their classes, then imports of what these mention."""
    classes: dict[str, str] = {}
    mentions: dict[str, Mentions] = {}
    for resource in resources:
        template = _TEMPLATES.get(resource.kind, "resource.py.jinja")
        context = {**common, **_details(schema, resource, resources)}
        if resource.root:
            context["needed_imports"] = _everything(schema, resource, modules)
        classes[resource.name], mentions[resource.name] = render_noting(template, context, templates)
    needed = {resource.module: _imports(mentions[resource.name].code, resource, modules) for resource in resources}
    files: dict[str, str] = {}
    for module in (item for item in modules if isinstance(item, _Composites)):
        _, names = render_noting("composites.py.jinja", {**common, "late_imports": {}}, templates)
        needed[module.module] = _imports(names.every(), module, modules)
        made = {**common, "late_imports": needed[module.module]}
        files["composites.py"] = render_template("composites.py.jinja", made, templates)
    for resource in resources:
        imports = needed[resource.module]
        late = {module for module in imports if resource.module in _reached(needed, module)}
        typing = _imports(mentions[resource.name].annotations, resource, modules)
        imports = {module: sorted({*names, *typing.pop(module, ())}) for module, names in imports.items()}
        mentioned = mentions[resource.name].every()
        library, plain = library_imports(mentioned), package_imports(schema, mentioned)
        context = {
            **common,
            "resource": resource,
            "summary": _summary(resource),
            "body": classes[resource.name],
            "light_imports": library,
            "needed_imports": _own(plain | {module: names for module, names in imports.items() if module not in late}),
            "late_imports": {module: names for module, names in imports.items() if module in late},
            "typing_imports": typing,
        }
        if resource.root:  # whose functions import what they need
            light = {module: names for module, names in library.items() if is_light(module)}
            context |= {
                "light_imports": light | _own({module: names for module, names in plain.items() if module == "events"}),
                "needed_imports": _everything(schema, resource, modules),
                "late_imports": {},
                "typing_imports": {},
            }
        files[f"{resource.module}.py"] = render_template("_module.jinja", context, templates)
    return files


def _imports(mentioned: set[str], own: _Module, modules: list[_Module]) -> dict[str, list[str]]:
    """Names that the module of a resource imports from those of others, by module."""
    found = {other.module: sorted({other.name, *other.functions} & mentioned) for other in modules if other is not own}
    return {module: names for module, names in found.items() if names}


def _own(modules: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Names by module of the package, as the package itself imports them."""
    return {f".{module}": names for module, names in modules.items()}


def _above(modules: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Names by module of the package, as the package inside it imports them."""
    return {f"..{module}": names for module, names in modules.items()}


def _everything(schema: Schema, root: ResourceView, modules: list[_Module]) -> dict[str, Sequence[str]]:
    """All that a function of the root's may need, by module. What it does not use, the formatter takes out."""
    library = {module: names for module, names in library_imports({*LIBRARY}).items() if not is_light(module)}
    plain = {module: names for module, names in package_names(schema).items() if names and module != "events"}
    objects = {item.module: (item.name, *item.functions) for item in modules if item is not root}
    return library | _own(plain | objects)


def _summary(resource: ResourceView) -> str:
    """What the module of a resource is about."""
    if resource.root:
        return f"`{resource.name}`: where everything starts."
    first, _, _ = resource.doc.partition("\n\n")
    return f"`{resource.name}`: {first[:1].lower()}{first[1:]}"


def _details(schema: Schema, resource: ResourceView, resources: list[ResourceView]) -> dict[str, object]:
    collections = (item for owner in schema.resources.values() for item in owner.collections.values())
    holder = next((item.membership for item in collections if item.of == resource.name and item.membership), None)
    hidden = holder.forget_when_out.items() if holder is not None else ()
    key = private_name(resource.key_name)
    own = {
        "item": ["_context", private_name(resource.owner_name), key],
        "document": ["_context", "_document", "_settled", key],
        "facets": ["_context", "_facets", "_release", key],
    }.get(resource.kind, [])
    slots = {
        *own,
        *(item.attribute for item in resource.properties if item.attribute),
        # a record keeps nothing that only tells where the rest is
        *(f"_{name}_name" for name, _ in resource.document_fields if resource.kind != "record"),
        *(private_name(item.name) for item in resource.collections),
        *(private_name(item.name) for item in resource.transients),
        *(f"_{name}_throttle" for name, _ in resource.throttles),
    }
    return {
        "resource": resource,
        "released": {item.name for item in resources if f"release_{item.module}" in item.functions},
        "slots": sorted(slots),
        "always_hidden": holder is not None and holder.forget_always,
        "hidden_when": {seen_property(resource.spec, name): value for name, value in hidden},
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


class _Field(NamedTuple):
    """A field of a payload or of options as it is written.

    Attributes:
        default: What follows its annotation.
        made: Name of the function that makes the default, where each object needs its own, and what it returns.
    """

    name: str
    annotation: Annotation
    doc: str
    default: str = ""
    made: tuple[str, str] | None = None


class _Composite(NamedTuple):
    """A value that holds records: its name, that behind those of its makers, and what each field is made of."""

    name: str
    module: str
    doc: str
    fields: list[_Field]
    parts: list[tuple[str, Code]]


class _Composites(NamedTuple):
    """The module of the values that hold records, next to those of the resources."""

    name: str
    functions: tuple[str, ...]
    module: str = "composites"


_Module = ResourceView | _Composites


def _composites(schema: Schema, types: PythonTypes) -> list[_Composite]:
    """The values that hold records, in alphabetical order."""
    found: list[_Composite] = []
    for name, value in sorted(schema.composites.items()):
        parts: list[tuple[str, Code]] = []
        for documented, field in value.fields.items():
            sent = Code(f"sent.{python_name(documented)}")
            part = with_records(schema, field.type, sent, "context")
            if field.type.nullable and part is not sent:
                part = code("{} if {} is not None else None", part, sent)
            parts.append((python_name(documented), part))
        fields = list(_option_fields(name, value, types))
        found.append(_Composite(name, snake_case(name), value.doc, fields, parts))
    return found


def _modules(resources: list[ResourceView], composites: list[_Composite]) -> list[_Module]:
    """The modules that may import each other."""
    if not composites:
        return [*resources]
    makers = (f"{verb}_{item.module}" for item in composites for verb in ("assemble", "make"))
    first, *others = (item.name for item in composites)
    return [*resources, _Composites(first, (*others, *makers))]


class _Payload(NamedTuple):
    name: str
    payload: Payload
    fields: list[_Field]


def _payload(name: str, payload: Payload, types: PythonTypes) -> _Payload:
    fields = payload.fields.items()
    views = [_Field(python_name(name), types.field_annotation(spec, received=True), spec.doc) for name, spec in fields]
    return _Payload(name, payload, views)


def _options(schema: Schema, types: PythonTypes) -> list[tuple[str, Options, list[_Field], list[ArgumentCheck]]]:
    checks = ArgumentChecks(schema)
    found: list[tuple[str, Options, list[_Field], list[ArgumentCheck]]] = []
    for name, options in sorted(schema.options.items()):
        checked = (checks.of_field(field, spec, owner="self") for field, spec in options.fields.items())
        fields = list(_option_fields(name, options, types))
        found.append((name, options, fields, [check for check in checked if check is not None]))
    return found


def _option_fields(name: str, options: Options | ValueType, types: PythonTypes) -> Iterator[_Field]:
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
        yield _Field(field, annotation, spec.doc, default, made)


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
    others = (union.other.name for union in schema.tagged.values())
    return sorted({*schema.plain_values, *schema.tagged, *others, *map(tags_name, schema.tagged)})


def _owners_first(resources: list[ResourceView]) -> list[ResourceView]:
    owners = {resource.name: resource.owner for resource in resources}

    def depth(name: str) -> int:
        return 1 + depth(owners[name]) if owners[name] else 0

    return sorted((item for item in resources if item.events), key=lambda item: (depth(item.name), item.name))


def _event_exports(schema: Schema, resources: list[ResourceView]) -> list[str]:
    documented = (item.documented_as for item in schema.payloads.values() if item.documented_as)
    suffixes = ("Emitter", "EventName", "Events")
    hubs = (f"{resource.name}{suffix}" for resource in resources if resource.events for suffix in suffixes)
    return sorted({*schema.payloads, *documented, *hubs})


def _offered(own: Mapping[str, str], runtime: Mapping[str, str]) -> dict[str, str]:
    """What a package offers: its own names, then those of the runtime, each with the module to import it from."""
    return dict(sorted({**runtime, **{name: f".{module}" for name, module in own.items()}}.items()))


def exports(schema: Schema) -> dict[str, str]:
    """Every name that the package's root offers, with the module it comes from."""
    found = dict.fromkeys(schema.types, "types")
    found |= dict.fromkeys([*schema.values, *schema.tagged], "models")
    found |= dict.fromkeys(schema.composites, "composites")
    found |= {union.other.name: "models" for union in schema.tagged.values()}
    found |= dict.fromkeys(schema.payloads, "events")
    found |= {payload.documented_as: "events" for payload in schema.payloads.values() if payload.documented_as}
    found |= {name: snake_case(name) for name in schema.resources}
    found |= dict.fromkeys(schema.options, "options")
    found |= dict.fromkeys(["Paginator", "PendingPage", "RestPaginator"], "pagination")
    found |= dict.fromkeys(["Deliveries", "Delivery"] if schema.durable is not None else [], "deliveries")
    found |= dict.fromkeys(RUNTIME_ERRORS, "errors")
    return dict(sorted(found.items()))
