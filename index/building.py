"""Rebuilding the index: read, cut, embed what is new, index, verify, publish.

Whatever stops it half-way, the former build goes on serving, and the next run takes up where this one was: embeddings
are kept batch by batch.
"""

import contextlib
import dataclasses
import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, overload

import numpy as np

from archive import database
from archive.errors import ArchiveFull, IndexError_, IndexMissing, ModelError
from archive.store import Archive
from index import cache as caches
from index import publishing
from index.assembling import Material, assemble
from index.build import Build
from index.cache import EmbeddingCache
from index.embedding import Embedder, checked, load_embedder
from index.manifest import FORMAT, Manifest, ModelFacts, Work
from index.passage_table import PassageTable
from index.progress import Clock, Progress, Report
from index.snapshot import CutSnapshot, Snapshot, cut_snapshot, take_snapshot

__all__ = ["Progress", "RebuildPlan", "plan_with", "rebuild", "rebuild_with", "rollback"]

BATCH = 1024
"""Texts embedded between two commits: what an interruption can cost."""
CENTRE = False
"""Whether each language's mean is taken off the vectors of a build."""
_UNUSED_SHARE = 1.0
"""Embeddings of texts that are gone are forgotten once they are more than this share of those in use."""


@dataclass(frozen=True, slots=True)
class RebuildPlan:
    """What a rebuild would do, counted without doing it."""

    model: str
    quotes: int
    passages: int
    reused: int
    """Passages whose embedding is kept already."""
    to_embed: int
    """Different texts that would be embedded."""
    dropped: int
    """Passages of the current build whose quotes are gone."""
    up_to_date: bool
    """Whether the current build is already what a rebuild would make."""


@overload
def rebuild(
    archive: Archive, model: str | None = ..., progress: Report | None = ..., dry_run: Literal[False] = ...,
    *, afresh: bool = ..., wait_seconds: float = ...,
) -> Build: ...  # fmt: skip


@overload
def rebuild(
    archive: Archive, model: str | None = ..., progress: Report | None = ..., *, dry_run: Literal[True],
    afresh: bool = ..., wait_seconds: float = ...,
) -> RebuildPlan: ...  # fmt: skip


@overload
def rebuild(
    archive: Archive, model: str | None = ..., progress: Report | None = ..., dry_run: bool = ...,  # noqa: FBT001
    *, afresh: bool = ..., wait_seconds: float = ...,
) -> Build | RebuildPlan: ...  # fmt: skip


def rebuild(  # noqa: PLR0913
    archive: Archive,
    model: str | None = None,
    progress: Report | None = None,
    dry_run: bool = False,  # noqa: FBT001, FBT002
    *,
    afresh: bool = False,
    wait_seconds: float = 0.0,
) -> Build | RebuildPlan:
    """Build the index of an archive and publish it; give the build, or with `dry_run` what it would do.

    `model` is the name or folder of a sentence-transformers model; without it the archive's settings decide, and
    without those it is the bundled model. When nothing has changed the current build is given as it is, unless
    `afresh`. `wait_seconds` is how long to wait for another rebuild to end.

    Raises RebuildRunning, ModelNotFound, ModelError, ArchiveFull.
    """
    embedder = load_embedder(model or archive.settings.model)
    if dry_run:
        return plan_with(archive, embedder)
    return rebuild_with(archive, embedder, progress, afresh=afresh, wait_seconds=wait_seconds)


def rebuild_with(  # noqa: PLR0913
    archive: Archive,
    embedder: Embedder,
    progress: Report | None = None,
    *,
    afresh: bool = False,
    centre: bool = CENTRE,
    wait_seconds: float = 0.0,
) -> Build:
    """Build with a model that is already loaded; see `rebuild`. `centre` takes each language's mean off the vectors."""
    home = archive.home
    with _full_disk_told(home), publishing.locked(home, wait_seconds):
        clock = Clock(home, progress)
        with clock.stage("reading", 1):
            snapshot = take_snapshot(archive)
            model = ModelFacts.of(embedder)
            current = _current(home)
        if current and not afresh and _is_up_to_date(current, snapshot, model, centre=centre):
            return _untouched(current)
        with EmbeddingCache.open(home, model) as cache:
            cut = cut_snapshot(snapshot, embedder, cache.pieces, clock)
            _embed(cut, embedder, cache, clock)
            work = Work(
                reused=sum(key not in cut.unknown for key in cut.keys),
                embedded=len(cut.unknown),
                dropped=_dropped(current, cut.table),
                seconds={},
            )
            vectors = cache.vectors(cut.keys)
            build = assemble(home, Material(snapshot.fingerprint, model, cut.table, vectors, work, centre), clock)
            publishing.prune(home, archive.settings.keep_builds)
            _tidy(cache, cut, home)
        return build


def plan_with(archive: Archive, embedder: Embedder) -> RebuildPlan:
    """Count what a rebuild with this model would do; nothing is built or published."""
    snapshot, model = take_snapshot(archive), ModelFacts.of(embedder)
    cut = cut_snapshot(snapshot, embedder, EmbeddingCache.peek(archive.home, model), Clock(None, None))
    current = _current(archive.home)
    return RebuildPlan(
        model=str(model),
        quotes=len(snapshot.quotes),
        passages=len(cut.keys),
        reused=sum(key not in cut.unknown for key in cut.keys),
        to_embed=len(cut.unknown),
        dropped=_dropped(current, cut.table),
        up_to_date=bool(current and _is_up_to_date(current, snapshot, model, centre=current.manifest.centred)),
    )


def rollback(home: Path) -> Build:
    """Make the newest usable build before the current one current again, and give it.

    Raises IndexMissing when there is none, RebuildRunning while one is being made.
    """
    with _full_disk_told(home), publishing.locked(home):
        for build_id in publishing.former_ids(home):
            with contextlib.suppress(IndexError_):
                build = Build.open(publishing.builds_folder(home) / build_id, thorough=True)
                publishing.set_current(home, build_id)
                return build
    raise IndexMissing(f"The archive in {home} has no former build to go back to. Run 'quotes rebuild' to build anew.")


def _embed(cut: CutSnapshot, embedder: Embedder, cache: EmbeddingCache, clock: Clock) -> None:
    """Embed the unknown texts; each batch is kept before the next begins."""
    new = list(cut.unknown.items())
    with clock.stage("embedding", len(new)) as tell:
        for at in range(0, len(new), BATCH):
            batch = new[at : at + BATCH]
            texts = [text for _, text in batch]
            vectors = embedder.embed_passages(texts, _shifted(tell, at))
            checked(vectors, embedder.name, embedder.dimension)
            if len(vectors) != len(batch):
                raise ModelError(f"The model '{embedder.name}' gave {len(vectors)} vectors for {len(batch)} texts.")
            cache.keep([key for key, _ in batch], embedder.count_pieces(texts), vectors)
            tell(at + len(batch))


def _tidy(cache: EmbeddingCache, cut: CutSnapshot, home: Path) -> None:
    """Forget embeddings that nothing needs any more: of texts long gone, and of models that no build on disk uses."""
    if len(cache) > (1 + _UNUSED_SHARE) * len(set(cut.keys)):
        cache.forget_all_but(cut.keys)
    used = set()
    for build_id in publishing.build_ids(home):
        with contextlib.suppress(IndexError_):
            used.add(Manifest.read(publishing.builds_folder(home) / build_id).model.key)
    cache.forget_models_but(used)


def _shifted(tell: Callable[[int], None], before: int) -> Callable[[int, int], None]:
    """Tell the progress within a batch as progress of the whole."""
    return lambda done, _: tell(before + done)


def _current(home: Path) -> Build | None:
    """The current build if there is one that can be used; a damaged one is simply built anew."""
    with contextlib.suppress(IndexError_):
        return Build.latest(home)
    return None


def _is_up_to_date(build: Build, snapshot: Snapshot, model: ModelFacts, *, centre: bool) -> bool:
    made = build.manifest
    same_model = made.model.key == model.key and made.model.prompts == model.prompts
    return same_model and made.fingerprint == snapshot.fingerprint and made.centred == centre and made.format == FORMAT


def _untouched(build: Build) -> Build:
    """The build as it is, with what this rebuild did to it: nothing."""
    build.manifest = dataclasses.replace(build.manifest, work=Work(build.manifest.passages, 0, 0, {}))
    return build


def _dropped(current: Build | None, table: PassageTable) -> int:
    return 0 if current is None else int(np.count_nonzero(~np.isin(current.passages.quotes, table.quotes)))


@contextlib.contextmanager
def _full_disk_told(home: Path) -> Iterator[None]:
    """Turn what the system says of a full disk or a quota into one sentence; nothing is lost by it."""
    try:
        with database.explained(home / caches.FILE_NAME):
            yield
    except OSError as problem:
        if problem.errno != errno.EFBIG:
            raise
        raise ArchiveFull(
            f"The disk takes no more in {home}; the former index still serves. Free some space and run it again."
        ) from problem
