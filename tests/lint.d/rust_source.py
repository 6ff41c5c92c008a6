"""Reads Rust sources for the other checks: which files are production, comments and code apart, no test blocks."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*patterns):
    """Files that git knows or would add, by pathspec, relative to the repository."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(f for f in set(out.splitlines()) if (ROOT / f).is_file())


def is_test(path):
    """Whether a path holds tests only: `tests/`, `examples/`, `tests.rs`, `x_tests.rs`, `testkit.rs`."""
    parts = pathlib.PurePosixPath(path.removeprefix("tests/")).parts
    return ("tests" in parts or "examples" in parts or "benches" in parts
            or re.search(r"(^|_)(tests|testkit|test_support)\.rs$", parts[-1]) is not None)


def production(*folders):
    """Rust files below the folders (`station`, `tests`, …), test files left out."""
    return [f for f in tracked(*(f"{folder}/**.rs" for folder in folders)) if not is_test(f)]


TOKEN = re.compile(
    r'(?P<line>//[^\n]*)|(?P<block>/\*.*?\*/)|(?P<raw>b?r(?P<hash>#*)".*?"(?P=hash))'
    r"|(?P<string>b?\"(?:\\.|[^\"\\])*\")|(?P<char>b?'(?:\\.[^']*|[^'\\\n])')", re.S)


def code(text):
    """The text with comments and the insides of strings blanked; offsets and line breaks stay."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return TOKEN.sub(blank, text)


def comments(text):
    """(line number, marker, words) of every line comment outside strings."""
    for match in TOKEN.finditer(text):
        if match.lastgroup == "line" or match.group("line"):
            marker, words = re.match(r"(//[/!]?)(.*)", match.group("line")).groups()
            yield text.count("\n", 0, match.start()) + 1, marker, words.strip()


def without_test_blocks(text):
    """The text with `#[cfg(test)] mod … { … }` and other items behind `#[cfg(test)]` blanked."""
    shape = code(text)
    out = list(text)
    for match in re.finditer(r"#\[cfg\(test\)\]", shape):
        end = item_end(shape, match.end())
        for at in range(match.start(), end):
            if out[at] != "\n":
                out[at] = " "
    return "".join(out)


def item_end(shape, at):
    """Where the item that begins at `at` ends: its `;`, or the brace that closes its first one."""
    depth = 0
    for place in range(at, len(shape)):
        letter = shape[place]
        if letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                return place + 1
        elif letter == ";" and depth == 0:
            return place + 1
    return len(shape)
