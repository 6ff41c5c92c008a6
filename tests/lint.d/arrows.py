"""Which crate may know which, as README.md and ARCHITECTURE.md have it. Reads `cargo metadata` from standard input."""
import json
import sys

IO = {"tokio", "rusqlite", "reqwest", "hyper", "rumqttc", "pcsc"}
WORLD = {"personas", "card", "centre", "line", "rehearse", "scenarios"}
BUS = {"firmware", "model", "codes", "wire", "desk", "screen", "journal", "uplink", "report", "health", "speech",
       "retry", "health", "station"}


def main():
    packages = json.load(sys.stdin)["packages"]
    known = {p["name"]: {d["name"] for d in p["dependencies"] if d["kind"] is None} for p in packages}
    ours, bad = set(known), []

    def never(crate, others, why):
        bad.extend(f"{crate} -> {other}: {why}" for other in sorted(known.get(crate, set()) & set(others)))

    for name in sorted(ours - BUS - WORLD):
        bad.append(f"{name}: a new crate; say in tests/lint.d/arrows.py where it belongs and what it must not know")
    for crate in ("codes", "retry"):
        never(crate, ours, "a leaf: knows no crate of ours")
    never("wire", ours - {"codes"}, "knows the codes only")
    never("health", ours - {"codes"}, "knows the codes only")
    never("model", ours - {"wire", "codes"}, "a leaf: knows wire and codes at most")
    never("speech", ours - {"codes"}, "knows the codes at most")
    never("firmware", ours - {"codes", "retry"}, "knows the codes, and pauses between tries")
    for crate in sorted(BUS):
        never(crate, WORLD, "production code does not know the test world")
    for crate in sorted(ours - {"station"}):
        never(crate, {"station"}, "nothing points at station")
    for crate in ("desk", "wire", "screen", "model", "codes", "retry"):
        never(crate, IO, "does no I/O")
    never("journal", {"reqwest", "hyper", "rumqttc", "rustls", "uplink", "report"}, "the journal never talks to the net")
    never("report", {"journal", "uplink", "desk", "screen", "firmware"}, "the reporter sees events only")
    never("uplink", {"desk", "screen", "firmware", "report"}, "the uplink sees checks only")
    never("centre", BUS - {"wire", "codes"}, "the centre knows the wire and its codes only")
    print("\n".join(bad), end="\n" if bad else "", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
