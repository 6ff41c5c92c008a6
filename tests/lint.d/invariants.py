"""Holds ARCHITECTURE.md, "Invariants", and the tests together: every test that the section names exists, stands under the
invariant whose number it bears, and every test with `invariant_N` in its name is listed there, with N from 1 to 12.

Usage: invariants.py [--write]   (--write: puts the lists in ARCHITECTURE.md in order, then checks)
"""
import re
import sys

import rust_source

LAST = 12
TEST = re.compile(r"#\[(?:tokio::)?test\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub\s+)?(?:async\s+)?fn\s+(\w+)"
                  r"|\bfn\s+(\w*invariant_\d\w*)")
NUMBERS = re.compile(r"invariant_(\d+)(?:_and_(\d+))?")


def tests():
    """Name of every test function -> the files it is in."""
    found = {}
    for path in rust_source.tracked("**.rs"):
        for match in TEST.finditer((rust_source.ROOT / path).read_text()):
            found.setdefault(match.group(1) or match.group(2), []).append(path)
    return found


def listed():
    """Number of an invariant -> names in backquotes in its paragraph that look like tests."""
    text = (rust_source.ROOT / "ARCHITECTURE.md").read_text()
    section = text.split("## Invariants", 1)[-1].split("\n## ", 1)[0]
    parts = re.split(r"^### (\d+)\b", section, flags=re.M)
    return {int(number): re.findall(r"`(\w*_\w*_\w*)`", words) for number, words in zip(parts[1::2], parts[2::2])}


def bears(name):
    """The numbers in a test's name."""
    return {int(number) for pair in NUMBERS.findall(name) for number in pair if number}


def crate(path):
    """`station/journal/tests/it/kill.rs` is the journal's."""
    parts = path.split("/")
    return parts[1] if parts[0] in ("station", "tests") and parts[1] not in ("src", "tests") else parts[0]


def write(there):
    """Lists under each invariant the tests with its number; keeps those without one that are there."""
    path = rust_source.ROOT / "ARCHITECTURE.md"
    before, section = path.read_text().split("## Invariants", 1)
    section, *after = section.split("\n## ", 1)
    parts = re.split(r"^(### (?:\d+)\b.*)$", section, flags=re.M)
    for at in range(1, len(parts), 2):
        number = int(re.match(r"### (\d+)", parts[at]).group(1))
        kept = [name for name in re.findall(r"^- \w+: `(\w+)`$", parts[at + 1], re.M) if name in there and not bears(name)]
        names = kept + [name for name in there if number in bears(name)]
        lines = sorted({f"- {crate(there[name][0])}: `{name}`" for name in names})
        prose = re.sub(r"^- \w+: `\w+`\n", "", parts[at + 1], flags=re.M).strip()
        parts[at + 1] = "\n" + "\n\n".join([prose] + (["\n".join(lines)] if lines else [])) + "\n\n"
    path.write_text(before + "## Invariants" + "".join(parts).rstrip("\n") + "\n" + "".join(f"\n## {rest}" for rest in after))


def main():
    there, bad = tests(), []
    if "--write" in sys.argv[1:]:
        write(there)
    named = listed()
    if sorted(named) != list(range(1, LAST + 1)):
        bad.append(f"ARCHITECTURE.md: invariants {sorted(named)} instead of 1 to {LAST}")
    for number, names in named.items():
        bad += [f"ARCHITECTURE.md, invariant {number}: no test is called {name}" for name in names if name not in there]
    for name, paths in there.items():
        for number in sorted(bears(name)):
            if not 1 <= number <= LAST:
                bad.append(f"{paths[0]}: {name}: there is no invariant {number}")
            elif name not in named.get(number, []):
                bad.append(f"{paths[0]}: {name} is not listed in ARCHITECTURE.md under invariant {number}; "
                           "tests/lint.d/invariants.py --write lists it")
    print("\n".join(bad), end="\n" if bad else "", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
