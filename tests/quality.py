"""How well the program reads the teaching corpus, in a few numbers that may not silently fall.

`python -m tests.quality` measures and prints; `--pin` writes what was measured as the new floors of `quality.json`,
with a fingerprint of the answer key. A floor that would sink is refused unless one says `--allow-regression`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.sample_key import ANSWERS
from tests.test_sample import KEYS, judged

PINNED = Path(__file__).parent / "quality.json"


def measure() -> dict[str, float]:
    """Measure, each from 0 to 1 and rounded to three places: what was found, what of it is right, what is right in all."""
    wanted = found = complete = extra = stones = right_stones = brackets = right_brackets = 0
    for name, key in KEYS.items():
        notice = judged(name)
        for i, item in enumerate(key.items):
            for n, entry in enumerate(item.targets):
                if entry.optional:
                    continue
                differences = notice.differences(i, n)
                wanted += 1
                found += notice.target(i, n) is not None
                complete += not differences
            stones += len(item.milestones)
            right_stones += sum(not notice.milestone(stone) for stone in item.milestones)
            brackets += bool(item.who)
            right_brackets += bool(item.who) and not notice.responsibility(i)[0]
        extra += len(notice.extra_targets)
    return {
        "targets found": round(found / wanted, 3),
        "targets right": round(found / (found + extra), 3),
        "targets complete": round(complete / wanted, 3),
        "milestones right": round(right_stones / stones, 3),
        "duties right": round(right_brackets / brackets, 3),
    }


def fingerprint(folder: Path = ANSWERS) -> str:
    """Hash the answer key: where it changes, the floors must be looked at again."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]


def sunk(floors: Mapping[str, float], measured: Mapping[str, float]) -> list[str]:
    """Say which measures lie below their floors, or are no longer measured."""
    return [
        f"{name}: {measured.get(name)} is below {floor}"
        for name, floor in floors.items()
        if measured.get(name, -1) < floor
    ]


def repinned(
    pinned: Mapping[str, object], measured: Mapping[str, float], key: str, *, regression: bool
) -> dict[str, object]:
    """Return the new content of the pin file.

    Raises:
        ValueError: a floor would sink, and that was not asked for.
    """
    floors = pinned.get("floors")
    below = sunk(floors, measured) if isinstance(floors, dict) else []
    if below and not regression:
        raise ValueError("; ".join(below) + "; say --allow-regression if that is meant")
    return {"fingerprint": key, "floors": dict(measured)}


def main() -> None:
    """Measure, and pin where that is asked for."""
    measured = measure()
    for name, value in measured.items():
        sys.stdout.write(f"{name:20} {value:.3f}\n")
    if "--pin" in sys.argv:
        old = json.loads(PINNED.read_text("utf8")) if PINNED.exists() else {}
        new = repinned(old, measured, fingerprint(), regression="--allow-regression" in sys.argv)
        PINNED.write_text(json.dumps(new, indent=2) + "\n", "utf8")


if __name__ == "__main__":
    main()
