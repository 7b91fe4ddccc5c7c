"""Reads how programs for other products move to this one: the files of the folder ``moving``."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from twilio_codegen.errors import CodegenError
from twilio_codegen.language import Move, Schema

from .diagnostics import Diagnostic
from .positions import locate
from .schema_files import move_files
from .schema_loader import load_schema
from .yaml_loader import load_file

__all__ = ["load_moves"]


def load_moves(folder: Path) -> tuple[list[tuple[Move, Schema]], list[Diagnostic]]:
    """Read how programs move to a product.

    Args:
        folder: Its schema folder. The schemas of the others lie beside it.

    Returns:
        Each move with the schema that programs move from, and the problems that keep others from being read.
    """
    moves: list[tuple[Move, Schema]] = []
    problems: list[Diagnostic] = []
    for path in move_files(folder):
        name = path.relative_to(folder).as_posix()
        tree, found = load_file(path, name)
        problems += found
        if tree is None or found:
            continue
        try:
            move = Move.model_validate(tree, by_alias=True, by_name=False)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                where = ".".join(str(part) for part in item["loc"])
                problems.append(
                    Diagnostic(locate(tree, item["loc"]), "wrong-value", f"{where}: {item['msg']}".lstrip(": "))
                )
            continue
        if move.moving_from != path.stem:
            message = f"the file is called after the product; name it {move.moving_from}.yaml"
            problems.append(Diagnostic(locate(tree, ("moving-from",)), "wrong-value", message))
            continue
        at, former = locate(tree, ("moving-from",)), folder.parent / move.moving_from
        if not former.is_dir():
            message = f"there is no schema '{move.moving_from}' beside this one; name a folder that lies there"
            problems.append(Diagnostic(at, "unknown-product", message))
            continue
        try:
            moves.append((move, load_schema(former)))
        except CodegenError as error:
            first = str(error).splitlines()[0]
            message = f"the schema '{move.moving_from}' cannot be read: {first}"
            problems.append(Diagnostic(at, "unknown-product", message))
    return moves, problems
