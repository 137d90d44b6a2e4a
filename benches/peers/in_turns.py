"""Times Wedge Lab and PyTorch in turns on the same work, and prints a table with the ratio of each turn.

PyTorch runs once per turn with each allocator, and its best figure counts: glibc's allocator returns the activations of
every step to the system, which costs PyTorch up to two thirds of its speed. PyTorch's tuning guide recommends tcmalloc;
glibc can be configured to keep memory.

usage: in_turns.py [--wedgelab PROGRAM] [--python INTERPRETER] [--turns N] [--threads N] [--seconds S]
"""

import argparse
import ctypes.util
import glob
import json
import os
import pathlib
import subprocess
import sys

# The work, and the vector instructions of Wedge Lab; `None` for the fastest.
WORK = [
    ("simple-cnn/train/128", None),
    ("simple-cnn/train/128", "avx2"),
    ("simple-cnn-tanh/train/128", None),
    ("simple-cnn/forward/128", None),
    ("wedges-all/random-cut/1000/100/100/64", None),
]


# With these settings glibc keeps freed memory.
KEEPING = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "4000000000"}


def processor():
    """The processor's name from Linux, with its family and model, which distinguish cloud machines."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    fields = {name.strip(): value.strip() for name, value in fields.items()}
    return f"{fields.get('model name')} (family {fields.get('cpu family')}, model {fields.get('model')})"


def tcmalloc():
    """The path of tcmalloc's library, or None if it is not installed."""
    found = glob.glob("/usr/lib/*/libtcmalloc_minimal.so.4") + glob.glob("/usr/lib/*/libtcmalloc.so.4")
    return found[0] if found else ctypes.util.find_library("tcmalloc_minimal")


def allocators():
    """The environments in which PyTorch runs, by the allocator's name."""
    environments = {"glibc": {}, "glibc that keeps memory": KEEPING}
    if tcmalloc():
        environments["tcmalloc"] = {"LD_PRELOAD": tcmalloc()}
    else:
        print("tcmalloc is not installed (Debian: libtcmalloc-minimal4); PyTorch may be faster with it", file=sys.stderr)
    return environments


def figure(command, environment=None):
    ended = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **(environment or {})})
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
    environments = allocators()
    print(f"{processor()}, {given.threads} threads")
    print(f"{'work':<48}{'Wedge Lab':>12}{'PyTorch':>12}{'ratio':>8}  PyTorch's allocator")
    for name, instructions in WORK:
        chosen = ["--instructions", instructions] if instructions else []
        title = f"{name} {instructions}" if instructions else name
        is_time = name.startswith("wedges")
        best = min if is_time else max
        for _ in range(given.turns):
            ours = figure([given.wedgelab, "bench", "--only", name, "--json", *limits, *chosen])
            command = [given.python, peer, name, *limits]
            theirs, allocator = best((figure(command, own), allocator) for allocator, own in environments.items())
            ratio = theirs / ours if is_time else ours / theirs
            digits = 2 if is_time else 0
            print(f"{title:<48}{ours:>12.{digits}f}{theirs:>12.{digits}f}{ratio:>8.2f}  {allocator}", flush=True)


if __name__ == "__main__":
    main()
