"""Finds circles between the source files of a crate: strongly connected groups by what they import from each other.

An arrow goes from a file to the module file that a path in it leads to (`crate::a::B`, `super::a::B`, `child::B`). A
file may use its own parents, and re-exporting is no arrow. Tests are left out. One circle is meant: the states of the
desk, which enter each other. Every other one fails.

Usage: circles.py [--report]   (--report: print the circles, never fail)
"""
import pathlib
import re
import sys

import rust_source

# The circle that is meant: crate folder, and the beginning of the names of its files.
MEANT = ("station/desk", "station/desk/src/state/")

MOD = re.compile(r"\bmod\s+(\w+)\s*;")
USE = re.compile(r"\b(?P<pub>pub(?:\([^)]*\))?\s+)?use\s+(?P<tree>[^;]+);")
INLINE = re.compile(r"\b((?:crate|super|self)(?:::\w+)+)")
RELATIVE = re.compile(r"(?<![:\w])([a-z]\w*(?:::\w+)+)")


def flatten(tree):
    """A use tree as (path segments, name it gets here): `a::{b, c as d}` is a::b as b and a::c as d."""
    tree = tree.strip()
    brace = tree.find("{")
    if brace >= 0:
        head = [s for s in tree[:brace].strip().removesuffix("::").split("::") if s]
        inner, depth, part, parts = tree[brace + 1:tree.rindex("}")], 0, "", []
        for letter in inner:
            depth += (letter == "{") - (letter == "}")
            if letter == "," and depth == 0:
                parts.append(part)
                part = ""
            else:
                part += letter
        for one in parts + [part]:
            if one.strip():
                for path, name in flatten(one):
                    if path == ["self"]:
                        yield head, (head[-1] if head else "self")
                    else:
                        yield head + [s for s in path if s != "self"], name
        return
    words = re.split(r"\s+as\s+", tree)
    path = [s.strip() for s in words[0].split("::") if s.strip()]
    if path:
        yield path, words[1].strip() if len(words) > 1 else path[-1]


class Crate:
    """The module tree of one crate: module path -> file, and the paths that each file names."""

    def __init__(self, top):
        self.files, self.named = {}, {}
        self.read((), top)

    def read(self, module, file):
        """Reads a module and those it declares."""
        shape = rust_source.code(rust_source.without_test_blocks((rust_source.ROOT / file).read_text()))
        self.files[module] = file
        here = pathlib.PurePosixPath(file)
        base = here.parent if here.name in ("lib.rs", "main.rs", "mod.rs") else here.parent / here.stem
        children = MOD.findall(shape)
        for name in children:
            for child in (base / f"{name}.rs", base / name / "mod.rs"):
                if (rust_source.ROOT / child).is_file() and not rust_source.is_test(str(child)):
                    self.read(module + (name,), str(child))
        self.named[module] = list(self.paths(shape, children))

    @staticmethod
    def paths(shape, children):
        """Every path that leads into the crate: imports, and what is named in place."""
        for found in USE.finditer(shape):
            if not found["pub"]:
                yield from (path for path, _ in flatten(found["tree"]))
        bare = USE.sub(" ", shape)
        yield from (found.split("::") for found in INLINE.findall(bare))
        yield from (found.split("::") for found in RELATIVE.findall(bare) if found.split("::")[0] in children)

    def target(self, module, path):
        """The module that a path seen from a module leads to; None when that is outside the crate."""
        place, path = list(module), [segment for segment in path if segment != "*"]
        if path and path[0] == "crate":
            place, path = [], path[1:]
        elif path and path[0] in ("self", "super"):
            while path and path[0] in ("self", "super"):
                if path.pop(0) == "super" and place:
                    place.pop()
        elif not path or (*module, path[0]) not in self.files:
            return None
        whole = (*place, *path)
        return next(whole[:depth] for depth in range(len(whole), -1, -1) if whole[:depth] in self.files)

    def arrows(self):
        """File -> the files that it names, its own parents left out."""
        out = {file: set() for file in self.files.values()}
        for module, paths in self.named.items():
            for path in paths:
                target = self.target(module, path)
                if target is not None and target != module[:len(target)]:
                    out[self.files[module]].add(self.files[target])
        return out


def circles(arrows):
    """Strongly connected groups of more than one file (Tarjan)."""
    index, low, stack, on, groups = {}, {}, [], set(), []

    def visit(file):
        index[file] = low[file] = len(index)
        stack.append(file)
        on.add(file)
        for other in arrows[file]:
            if other not in index:
                visit(other)
                low[file] = min(low[file], low[other])
            elif other in on:
                low[file] = min(low[file], index[other])
        if low[file] == index[file]:
            group = []
            while True:
                group.append(stack.pop())
                on.discard(group[-1])
                if group[-1] == file:
                    break
            if len(group) > 1:
                groups.append(sorted(group))

    for file in arrows:
        if file not in index:
            visit(file)
    return groups


def crates():
    """Folder and top file of every crate on the bus."""
    for manifest in rust_source.tracked("firmware/Cargo.toml", "station/**Cargo.toml"):
        folder = str(pathlib.PurePosixPath(manifest).parent)
        for top in ("src/lib.rs", "src/main.rs"):
            if (rust_source.ROOT / folder / top).is_file():
                yield folder, f"{folder}/{top}"
                break


def main():
    report, bad, meant = "--report" in sys.argv[1:], 0, 0
    for folder, top in crates():
        arrows = Crate(top).arrows()
        for group in circles(arrows):
            if folder == MEANT[0] and all(file.startswith(MEANT[1]) for file in group):
                meant += 1
                continue
            bad += 1
            print(f"{folder}: a circle of {len(group)} files", file=sys.stderr)
            for file in group:
                to = sorted(other.removeprefix(f"{folder}/src/") for other in arrows[file] & set(group))
                print(f"    {file.removeprefix(f'{folder}/src/')} -> {' '.join(to)}", file=sys.stderr)
    print(f"circles: {meant} meant, {bad} others", file=sys.stderr)
    return 0 if report or not bad else 1


if __name__ == "__main__":
    sys.exit(main())
