#!/usr/bin/env python3
"""Copies a report of `wedgelab reproduce`, reduced in size, to the folder where the page looks for it.

    tools/record-report.py REPORT_FOLDER [public/recorded]

Of every experiment only result.json is kept, on one line, with numbers rounded to five digits. The folder of the data
sets is omitted: it describes the computer, not the results.
"""

import json
import shutil
import sys
from pathlib import Path

DIGITS = 5


def small(value):
    """The value with its numbers rounded."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, list):
        return [small(entry) for entry in value]
    if isinstance(value, dict):
        return {name: small(entry) for name, entry in value.items() if name != "data_dir"}
    return value


def copy(source, target):
    """Writes the reduced copy of a JSON file; returns its size in bytes."""
    content = json.dumps(small(json.loads(source.read_text())), ensure_ascii=False, separators=(",", ":"))
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.write_bytes(content.encode())


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    target = Path(sys.argv[2] if len(sys.argv) == 3 else "public/recorded")
    if not (source / "report.json").is_file():
        sys.exit(f"{source} holds no report.json; give the folder of a finished report")
    shutil.rmtree(target, ignore_errors=True)
    report = json.loads((source / "report.json").read_text())
    results = [experiment["result"] for figure in report["figures"] for experiment in figure["experiments"]]
    paths = ["report.json", *filter(None, results)]
    size = sum(copy(source / path, target / path) for path in paths)
    print(f"{len(paths)} files of {size / 1000:.0f} kB in {target}")


main()
