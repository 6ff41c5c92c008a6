"""Holds ARCHITECTURE.md, "Invariants", and the tests together: every test that the section names exists, stands under the
invariant whose number it bears, and every test with `invariant_N` in its name is listed there, with N from 1 to 12.
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


def main():
    there, named, bad = tests(), listed(), []
    if sorted(named) != list(range(1, LAST + 1)):
        bad.append(f"ARCHITECTURE.md: invariants {sorted(named)} instead of 1 to {LAST}")
    for number, names in named.items():
        bad += [f"ARCHITECTURE.md, invariant {number}: no test is called {name}" for name in names if name not in there]
    for name, paths in there.items():
        for number in (int(n) for pair in NUMBERS.findall(name) for n in pair if n):
            if not 1 <= number <= LAST:
                bad.append(f"{paths[0]}: {name}: there is no invariant {number}")
            elif name not in named.get(number, []):
                bad.append(f"{paths[0]}: {name} is not listed in ARCHITECTURE.md under invariant {number}")
    print("\n".join(bad), end="\n" if bad else "", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
