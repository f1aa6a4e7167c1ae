"""What can be changed in our code, one thing at a time, and the sample of it that is tried."""

import ast
import copy
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PACKAGE = "plugins/rex"
ROOMS = {
    "core": ("core/*.py",),
    "data": ("data/*.py",),
    "pages": ("pages/*.py", "pages/families/*.py"),
    "search": ("search/ranking.py", "search/filters.py", "search/impacts.py", "search/query.py", "search/text/*.py"),
}
# What changes only speed is no mutant.
ONLY_SPEED = {"cache", "lru_cache"}

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, of which kind, and the whole text of the changed file."""

    room: str
    path: str
    scope: str
    line: int
    kind: str
    before: str
    after: str
    number: int
    text: str
    # Functions that hold the change, as `path:name`; those that mention what is set outside a function.
    seen_by: tuple[str, ...]

    @property
    def id(self) -> str:
        """The same as long as the changed place reads the same, wherever it stands in the file."""
        key = json.dumps([self.path, self.scope, self.kind, self.before, self.after, self.number])
        return hashlib.sha256(key.encode()).hexdigest()[:10]


def _changed(value: object) -> ast.expr | None:
    """Another constant of the same type."""
    if isinstance(value, bool):
        return ast.Constant(not value)
    if isinstance(value, int | float):
        return ast.Constant(value + 1)
    if isinstance(value, str):
        return ast.Constant(f"{value}XX")
    return None


def _name(node: ast.expr) -> str:
    """The last name of a decorator or a called function."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _swapped(node: Any, field: str, value: object) -> ast.AST:
    """A copy of the node with one field changed."""
    made = copy.copy(node)
    setattr(made, field, value)
    return made


def _without(items: list[Any], index: int) -> list[Any]:
    return items[:index] + items[index + 1 :]


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every way in which a node is changed: the kind of change, and the node in its place."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield "comparison", _swapped(node, "ops", [COMPARISONS[type(op)]()])
        case ast.BoolOp(op=ast.And()):
            yield "boolean", _swapped(node, "op", ast.Or())
        case ast.BoolOp():
            yield "boolean", _swapped(node, "op", ast.And())
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            yield "arithmetic", _swapped(node, "op", ARITHMETIC[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", operand
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not isinstance(test, ast.UnaryOp):
            yield "condition", _swapped(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_]):
            yield "filter", _swapped(node, "ifs", [])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return", _swapped(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield "call", ast.Pass()
        case ast.Break():
            yield "loop", ast.Continue()
        case ast.Continue():
            yield "loop", ast.Break()
        case ast.Constant(value=value) if (made := _changed(value)) is not None:
            yield "string" if isinstance(value, str) else "constant", made
        case ast.Set(elts=elts) | ast.Tuple(elts=elts) | ast.List(elts=elts) if len(elts) > 1:
            if not isinstance(getattr(node, "ctx", None), ast.Store) and all(isinstance(item, ast.Constant) for item in elts):
                for index in range(len(elts)):
                    yield "member", _swapped(node, "elts", _without(elts, index))
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        for index, decorator in enumerate(node.decorator_list):
            if _name(decorator) not in ONLY_SPEED:
                yield "decorator", _swapped(node, "decorator_list", _without(node.decorator_list, index))
    if isinstance(node, ast.FunctionDef):
        for field in ("defaults", "kw_defaults"):
            values = getattr(node.args, field)
            for index, value in enumerate(values):
                if isinstance(value, ast.Constant) and (other := _changed(value.value)) is not None:
                    arguments = _swapped(node.args, field, [*values[:index], other, *values[index + 1 :]])
                    yield "default", _swapped(node, "args", arguments)


def _parts(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """The nodes below one that may change, each with its place: no annotations, documentation or defaults (they have an operator)."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_params", "decorator_list", "defaults", "kw_defaults"):
            continue
        if isinstance(node, ast.keyword) and node.arg == "description":
            continue
        for index, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            documentation = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
            if isinstance(item, ast.AST) and not documentation and not isinstance(item, ast.Import | ast.ImportFrom):
                yield item, field, index


def _walk(node: ast.AST, scope: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, tuple[ast.AST, ...]]]:
    """Every node that may change: its parent, its place there, itself, and the functions and classes around it."""
    for child, field, index in _parts(node):
        yield node, field, index, child, scope
        inner = (*scope, child) if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AnnAssign | ast.Assign) else scope
        yield from _walk(child, inner)


def _short(node: ast.AST, other: ast.AST) -> tuple[str, str]:
    """Both texts, cut to what differs; whole statements by their first line."""
    before, after = ast.unparse(node), ast.unparse(other)
    if "\n" in before or "\n" in after:
        pairs = zip(before.split("\n"), after.split("\n"), strict=False)
        return next(((old.strip(), new.strip()) for old, new in pairs if old != new), (before.split("\n")[0], after.split("\n")[0]))
    return before, after


def _bound(node: ast.AST) -> set[str]:
    """The names that a statement sets."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def functions_by_name() -> dict[str, set[str]]:
    """For each name, the functions of the package that mention it, as `path:name`, or mention what is set with its help."""
    found: dict[str, set[str]] = defaultdict(set)
    made_of: dict[str, set[str]] = defaultdict(set)
    for file in sorted((REPOSITORY / PACKAGE).rglob("*.py")):
        path = file.relative_to(REPOSITORY).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for name in _mentioned(node):
                    found[name].add(f"{path}:{node.name}")
        for node in tree.body:
            for name in _bound(node):
                made_of[name] |= _mentioned(node) - {name}
    for _ in range(3):
        for name, parts in made_of.items():
            for part in parts:
                found[part] |= found[name]
    return found


def _mentioned(node: ast.AST) -> set[str]:
    """The names in a part of the code."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)]
    return {part.id if isinstance(part, ast.Name) else part.attr for part in parts}


def mutants_of(room: str, path: Path, mentions: dict[str, set[str]], wanted: Collection[str] = ()) -> Iterator[Mutant]:
    """Every mutant of one file; the changed text only of those that are wanted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(REPOSITORY).as_posix()
    numbers: Counter[tuple[str, ...]] = Counter()
    for parent, field, index, node, around in list(_walk(tree, ())):
        scopes = [*around, node] if isinstance(node, ast.FunctionDef | ast.ClassDef) else list(around)
        scope = ".".join(item.name for item in scopes if isinstance(item, ast.FunctionDef | ast.ClassDef))
        function = next((item.name for item in reversed(scopes) if isinstance(item, ast.FunctionDef)), None)
        bound = {item for outer in scopes for item in _bound(outer)} | {item.name for item in scopes if isinstance(item, ast.ClassDef)}
        for kind, other in changes(node):
            before, after = _short(node, other)
            key = (scope, kind, before, after)
            numbers[key] += 1
            seen_by = {f"{name}:{function}"} if function else {one for item in bound for one in mentions[item]}
            line = getattr(node, "lineno", getattr(parent, "lineno", 0))
            where = scope or ", ".join(sorted(bound))
            mutant = Mutant(room, name, where, line, kind, before, after, numbers[key], "", tuple(sorted(seen_by)))
            if mutant.id in wanted:
                _put(parent, field, index, other)
                mutant = replace(mutant, text=ast.unparse(ast.fix_missing_locations(tree)))
                _put(parent, field, index, node)
            yield mutant


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    """Set a node at its place in its parent."""
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def sample(seed: int, count: int) -> tuple[list[Mutant], dict[str, int]]:
    """So many mutants of each room, one of each kind in turn, and how many there are in all. A change elsewhere moves none of them."""
    mentions = functions_by_name()
    drawn: list[Mutant] = []
    whole: dict[str, int] = {}
    for room, patterns in ROOMS.items():
        kinds: dict[str, list[Mutant]] = defaultdict(list)
        for pattern in patterns:
            for path in sorted((REPOSITORY / PACKAGE).glob(pattern)):
                for mutant in mutants_of(room, path, mentions):
                    kinds[mutant.kind].append(mutant)
        whole[room] = sum(map(len, kinds.values()))
        for mutants in kinds.values():
            mutants.sort(key=lambda mutant: hashlib.sha256(f"{seed} {mutant.id}".encode()).hexdigest())
        ranked = sorted((rank, kind) for kind, mutants in kinds.items() for rank in range(len(mutants)))
        chosen = [kinds[kind][rank] for rank, kind in ranked[:count]]
        ids = {mutant.id for mutant in chosen}
        paths = sorted({mutant.path for mutant in chosen})
        drawn += [mutant for path in paths for mutant in mutants_of(room, REPOSITORY / path, mentions, ids) if mutant.id in ids]
    return drawn, whole
