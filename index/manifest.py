"""The manifest: what a build holds, what made it, and the checksums by which damage is told."""

import dataclasses
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from archive.errors import BuildDamaged, IndexIsStale
from index.embedding import Embedder
from index.faiss_vectors import Effort, IndexPlan

__all__ = ["FORMAT", "FileSum", "IndexFacts", "Manifest", "ModelFacts", "Work", "damage"]

FORMAT = 1
MANIFEST = "manifest.json"
_BLOCK = 1 << 24
_READ_WHOLE_UP_TO = 1 << 28


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The model behind the vectors; two builds whose facts differ have nothing to say to each other."""

    name: str
    revision: str
    precision: str
    dimension: int
    max_pieces: int
    prompts: Mapping[str, str]

    @classmethod
    def of(cls, embedder: Embedder) -> "ModelFacts":
        """The facts of a loaded model."""
        return cls(
            name=embedder.name,
            revision=embedder.revision,
            precision=embedder.precision,
            dimension=embedder.dimension,
            max_pieces=embedder.max_pieces,
            prompts=dict(sorted(embedder.prompts.items())),
        )

    @property
    def key(self) -> str:
        """One string that differs whenever the vectors of passages may."""
        facts = dataclasses.asdict(self) | {"prompts": self.prompts.get("passage", "")}
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.revision}, {self.precision})"


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """Which FAISS index was chosen, how hard it searches, and the recall that was measured for that."""

    factory: str
    lists: int
    searched_lists: int
    candidates: int
    recall_at_10: float
    recall_queries: int

    @property
    def plan(self) -> IndexPlan:
        """The plan to open the index with."""
        return IndexPlan(self.factory, self.lists, (self.effort,))

    @property
    def effort(self) -> Effort:
        """The calibrated effort."""
        return Effort(self.searched_lists, self.candidates)


@dataclass(frozen=True, slots=True)
class Work:
    """What a rebuild did, in passages, and how long each stage took."""

    reused: int
    """Passages whose embedding was known."""
    embedded: int
    """Passages that were embedded anew."""
    dropped: int
    """Passages of the former build that are no longer there."""
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class FileSum:
    """Size in bytes and CRC-32 of each block of 16 MiB; it tells damage, not malice."""

    size: int
    blocks: tuple[int, ...]

    @classmethod
    def of(cls, path: Path) -> "FileSum":
        """Read a file and sum it up."""
        blocks = []
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                blocks.append(zlib.crc32(block))
        return cls(path.stat().st_size, tuple(blocks))


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything there is to know about a build."""

    format: int
    id: str
    created: str
    """Time of publication, ISO 8601, UTC."""
    fingerprint: str
    """The archive's fingerprint at the time; another one means that the archive has changed since."""
    model: ModelFacts
    index: IndexFacts
    work: Work
    quotes: int
    passages: int
    languages: Mapping[str, int]
    """Passages by language."""
    centred: bool
    """Whether each vector had its language's mean taken off (and was made a unit vector again)."""
    background: Mapping[str, tuple[float, ...]]
    """Similarity of passages drawn at random, by language pair (`ru-ru`, `en-en`, `ru-en`): its quantiles
    0.5, 0.9, 0.99 and 0.999."""
    versions: Mapping[str, str]
    files: Mapping[str, FileSum]

    def write(self, folder: Path) -> None:
        """Write `manifest.json`, with a checksum of its own."""
        body = dataclasses.asdict(self)
        text = json.dumps({"checksum": _checksum(body), **body}, ensure_ascii=False, indent=1, default=dict)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a build's manifest; raises BuildDamaged (missing or changed), IndexIsStale (another format)."""
        path = folder / MANIFEST
        try:
            body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            checksum, written = body.pop("checksum"), body["format"]
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as problem:
            raise BuildDamaged(f"{path} is missing or no manifest of a build.") from problem
        if written != FORMAT:
            raise IndexIsStale(
                f"The build {folder.name} has format {written}, this program reads {FORMAT}. Run 'quotes rebuild'."
            )
        if checksum != _checksum(body):
            raise BuildDamaged(f"{path} was changed after it was written.")
        return cls(**_typed(body))


def damage(folder: Path, files: Mapping[str, FileSum], *, thorough: bool) -> str | None:
    """Tell in a few words what is wrong with a build's files, or None.

    Files up to 256 MiB are always read whole; of a larger one the first, the last and every eighth block, unless
    `thorough` asks for all.
    """
    for name, wanted in files.items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        size = path.stat().st_size
        if size != wanted.size:
            return f"{name} has {size} bytes instead of {wanted.size}"
        step = 1 if thorough or size <= _READ_WHOLE_UP_TO else 8
        last = len(wanted.blocks) - 1
        if not all(_block_is(path, number, wanted) for number in sorted({*range(0, last + 1, step), max(last, 0)})):
            return f"the contents of {name} were changed"
    return None


def _block_is(path: Path, number: int, wanted: FileSum) -> bool:
    if not wanted.blocks:
        return True
    with path.open("rb") as file:
        file.seek(number * _BLOCK)
        return zlib.crc32(file.read(_BLOCK)) == wanted.blocks[number]


def _checksum(body: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, ensure_ascii=False, sort_keys=True, default=dict).encode())


def _typed(body: dict[str, Any]) -> dict[str, Any]:
    """Turn the plain values of a checked manifest into the records they stand for."""
    return body | {
        "model": ModelFacts(**body["model"]),
        "index": IndexFacts(**body["index"]),
        "work": Work(**body["work"]),
        "background": {pair: tuple(values) for pair, values in body["background"].items()},
        "files": {name: FileSum(one["size"], tuple(one["blocks"])) for name, one in body["files"].items()},
    }
