"""Times Wedge Lab and PyTorch in turns on the same work, and prints a table with the ratio of every turn.

usage: in_turns.py [--wedgelab PROGRAM] [--python INTERPRETER] [--turns N] [--threads N] [--seconds S]
"""

import argparse
import json
import pathlib
import subprocess
import sys

# What is compared, and with which vector instructions on our side; none for the fastest.
WORK = [
    ("simple-cnn/train/128", None),
    ("simple-cnn/train/128", "avx2"),
    ("simple-cnn-tanh/train/128", None),
    ("simple-cnn/forward/128", None),
    ("wedges-all/random-cut/1000/100/100/64", None),
]


def figure(command):
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{ended.stderr}")
    return json.loads(ended.stdout.strip().splitlines()[-1])["value"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wedgelab", default="wedgelab")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has PyTorch")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    limits = ["--threads", str(given.threads), "--seconds", str(given.seconds)]
    peer = pathlib.Path(__file__).with_name("pytorch.py")
    print(f"{'work':<48}{'Wedge Lab':>12}{'PyTorch':>12}{'ratio':>8}")
    for name, instructions in WORK:
        chosen = ["--instructions", instructions] if instructions else []
        title = f"{name} {instructions}" if instructions else name
        for _ in range(given.turns):
            ours = figure([given.wedgelab, "bench", "--only", name, "--json", *limits, *chosen])
            theirs = figure([given.python, peer, name, *limits])
            is_time = name.startswith("wedges")
            ratio = theirs / ours if is_time else ours / theirs
            digits = 2 if is_time else 0
            print(f"{title:<48}{ours:>12.{digits}f}{theirs:>12.{digits}f}{ratio:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
