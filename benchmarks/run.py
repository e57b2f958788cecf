"""Run the benchmarks of this folder that need nothing but the project, at sizes that take a few minutes.

    python benchmarks/run.py            # what `make bench` does
    python benchmarks/run.py --large    # up to a million passages; half an hour, 8 GB of memory

`peers.py` needs other engines installed and is run by hand; each script's own help says how.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SMALL = {"index_size.py": ["10000", "100000"], "rebuild_archive.py": ["20000"], "search_latency.py": ["30000"]}
LARGE = {
    "index_size.py": ["10000", "100000", "1000000"],
    "rebuild_archive.py": ["100000", "1000000"],
    "search_latency.py": ["100000", "1000000"],
}


def main():
    """Run each script, and stop at the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="measure up to a million passages")
    for script, sizes in (LARGE if parser.parse_args().large else SMALL).items():
        print(f"\n## {script}\n", flush=True)
        subprocess.run([sys.executable, str(HERE / script), "--sizes", *sizes], check=True)


if __name__ == "__main__":
    main()
