"""Every error the project raises on purpose, as one tree.

QuoteArchiveError
├── SettingsError           a setting has a value that cannot be used
├── ArchiveError            the store cannot do what was asked
│   ├── ArchiveNotFound     no archive lies at this place
│   ├── ArchiveLocked       another process is writing
│   ├── ArchiveFull         the disk took no more
│   └── ArchiveDamaged      the database is not one of ours, or is broken
├── ReadingError            an input file cannot be read; names the file
│   └── BadRecord           one row of a list is wrong; names file, line and field
├── RecordConflict          an id is already taken by another text
├── SpanError               a span does not give the quoted text
├── UnknownRecord           no quote, speaker or source has this id or name
├── QueryError              a question that cannot be asked (empty, dates turned round …)
├── ModelError              an embedding model cannot be loaded or answers nonsense
│   └── ModelNotFound       no model lies under this name or path
├── IndexError_             the index cannot do what was asked
│   ├── IndexMissing        nothing has been built yet
│   ├── IndexIsStale        the build was made with another model or format
│   ├── BuildDamaged        a file of a build is missing, cut short or changed
│   └── RebuildRunning      another process is building
├── EvaluationError         a judgement or gold file cannot be used
└── LanguageMissing         the interface has no such language

The command line and the pages catch only the root: anything else is a bug and keeps its traceback.
"""

__all__ = [
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveFull",
    "ArchiveLocked",
    "ArchiveNotFound",
    "BadRecord",
    "BuildDamaged",
    "EvaluationError",
    "IndexError_",
    "IndexIsStale",
    "IndexMissing",
    "LanguageMissing",
    "ModelError",
    "ModelNotFound",
    "QueryError",
    "QuoteArchiveError",
    "ReadingError",
    "RebuildRunning",
    "RecordConflict",
    "SettingsError",
    "SpanError",
    "UnknownRecord",
]


class QuoteArchiveError(Exception):
    """Root of the tree; its text is one sentence for a person: what happened, then the next step."""


class SettingsError(QuoteArchiveError):
    """A setting has a value that cannot be used."""


class ArchiveError(QuoteArchiveError):
    """The store cannot do what was asked."""


class ArchiveNotFound(ArchiveError):
    """No archive lies at this place."""


class ArchiveLocked(ArchiveError):
    """Another process is writing to the archive."""


class ArchiveFull(ArchiveError):
    """The disk took no more; nothing of the running `add` was kept."""


class ArchiveDamaged(ArchiveError):
    """The database file is not one of ours, comes from a newer version, or is broken."""


class ReadingError(QuoteArchiveError):
    """An input file cannot be read; the message names the file."""


class BadRecord(ReadingError):
    """One row of a list is wrong; carries the place so that it can be listed."""

    def __init__(self, path: str, line: int, field: str, problem: str) -> None:
        super().__init__(f"{path}, line {line}, field '{field}': {problem}")
        self.path = path
        self.line = line
        self.field = field
        self.problem = problem

    def __reduce__(self) -> tuple[type["BadRecord"], tuple[str, int, str, str]]:
        return type(self), (self.path, self.line, self.field, self.problem)


class RecordConflict(QuoteArchiveError):
    """An id is already taken by another text."""


class SpanError(QuoteArchiveError):
    """A span does not give the quoted text."""


class UnknownRecord(QuoteArchiveError):
    """No quote, speaker or source has this id or name."""


class QueryError(QuoteArchiveError):
    """A question that cannot be asked: empty, too long, dates turned round."""


class ModelError(QuoteArchiveError):
    """An embedding model cannot be loaded, or answers with NaN or another dimension."""


class ModelNotFound(ModelError):
    """No embedding model lies under this name or path on this machine."""


class IndexError_(QuoteArchiveError):  # noqa: N801  IndexError is Python's own
    """The index cannot do what was asked."""


class IndexMissing(IndexError_):
    """Nothing has been built yet."""


class IndexIsStale(IndexError_):
    """The build was made with another model or in another format."""


class BuildDamaged(IndexError_):
    """A file of a build is missing, cut short or changed."""


class RebuildRunning(IndexError_):
    """Another process is building."""


class EvaluationError(QuoteArchiveError):
    """A judgement or gold file cannot be used."""


class LanguageMissing(QuoteArchiveError):
    """The interface has no such language."""
