"""Measures the comments of production code against CONTRIBUTING.md, "Language": sentences that begin with a noun clause
(What, Who, Whether) and sentences with tell/told. Fails above the limits; prints the files with most of them.

Usage: comments.py [--report]   (--report: print the numbers, never fail)
"""
import collections
import re
import sys

import rust_source

CLAUSE_LIMIT = 0.01
TOLD_LIMIT = 0.005
CLAUSE = re.compile(r"^\W*(what|who|whose|whom|whoever|whatever|whether)\b", re.I)
TOLD = re.compile(r"\b(tells?|told|telling)\b", re.I)
ITEM = re.compile(r"^([-*]|\d+\.)\s+|^#|^\||^$")
WORDS_AT_LEAST = 4


def paragraphs(text):
    """Comment lines that stand together, list items and headings apart: (first line, words)."""
    begun, last, kind, words = 0, -1, "", []
    for line, marker, said in rust_source.comments(text):
        if line != last + 1 or marker != kind or ITEM.match(said):
            if words:
                yield begun, " ".join(words)
            begun, words = line, []
        last, kind = line, marker
        said = ITEM.sub("", said).strip()
        if said:
            words.append(said)
    if words:
        yield begun, " ".join(words)


def sentences(paragraph):
    """Sentences of at least four words, table cells apart."""
    for cell in paragraph.split(" | "):
        for sentence in re.split(r"(?<=[.!?])\s+", cell):
            if len(sentence.split()) >= WORDS_AT_LEAST:
                yield sentence


def measure(folders):
    """(sentences, those that begin with a clause, those with tell/told) with place and words, over the folders."""
    total, clauses, told = 0, [], []
    for path in rust_source.production(*folders):
        text = rust_source.without_test_blocks((rust_source.ROOT / path).read_text())
        for line, paragraph in paragraphs(text):
            for sentence in sentences(paragraph):
                total += 1
                if CLAUSE.match(sentence):
                    clauses.append((path, line, sentence))
                if TOLD.search(sentence):
                    told.append((path, line, sentence))
    return total, clauses, told


def judge(name, folders, report):
    """Prints the numbers of the folders, and where the worst are; says whether they hold."""
    total, clauses, told = measure(folders)
    clause_share, told_share = len(clauses) / max(total, 1), len(told) / max(total, 1)
    print(f"{name}: {total} sentences; {len(clauses)} begin with What/Who/Whether ({clause_share:.1%}, limit "
          f"{CLAUSE_LIMIT:.1%}); {len(told)} with tell/told ({told_share:.1%}, limit {TOLD_LIMIT:.1%})", file=sys.stderr)
    if clause_share <= CLAUSE_LIMIT and told_share <= TOLD_LIMIT:
        return True
    findings = clauses + told
    for path, count in collections.Counter(path for path, _, _ in findings).most_common(10):
        print(f"  {count:4} {path}", file=sys.stderr)
    if not report:
        for path, line, sentence in sorted(set(findings)):
            print(f"{path}:{line}: {sentence[:100]}", file=sys.stderr)
    return False


def main():
    report = "--report" in sys.argv[1:]
    holds = [judge("on the bus", ["firmware", "station"], report), judge("test world", ["tests"], report)]
    return 0 if report or all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
