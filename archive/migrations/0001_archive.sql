-- Version 1: sources, speakers under all their names, quotes, and the words of the quotes.

CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sources (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'entry')),
    text TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    title TEXT,
    url TEXT,
    publisher TEXT,
    date TEXT CHECK (date IS NULL OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    work TEXT,
    event TEXT
);

CREATE TABLE speakers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'org', 'generic')),
    name_ru TEXT,
    name_en TEXT,
    born INTEGER,
    died INTEGER,
    wikidata TEXT,
    curated INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Every name of a speaker, folded; one folded name may belong to several people.
CREATE TABLE speaker_names (
    folded TEXT NOT NULL,
    speaker_id TEXT NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    is_alias INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (folded, speaker_id)
) WITHOUT ROWID;
CREATE INDEX speaker_names_by_speaker ON speaker_names (speaker_id);

CREATE TABLE speaker_roles (
    number INTEGER PRIMARY KEY,
    speaker_id TEXT NOT NULL REFERENCES speakers (id) ON DELETE CASCADE,
    ru TEXT,
    en TEXT,
    since TEXT,
    until TEXT
);
CREATE INDEX speaker_roles_by_speaker ON speaker_roles (speaker_id);

CREATE TABLE quotes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES sources (number) ON DELETE CASCADE,
    start INTEGER NOT NULL CHECK (start >= 0),
    stop INTEGER NOT NULL CHECK (stop > start),
    text TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('direct', 'indirect', 'mixed')),
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    date TEXT,
    speaker_id TEXT REFERENCES speakers (id),
    attributed TEXT,
    mention TEXT,
    mention_start INTEGER,
    mention_end INTEGER,
    cue TEXT,
    cue_start INTEGER,
    cue_end INTEGER,
    fragment_group INTEGER,
    confidence REAL NOT NULL DEFAULT 1.0,
    rule TEXT NOT NULL,
    reporter TEXT,
    UNIQUE (source, start, stop)
);
CREATE INDEX quotes_by_speaker ON quotes (speaker_id, date);
CREATE INDEX quotes_by_lang ON quotes (lang, type);
CREATE INDEX quotes_by_date ON quotes (date);

-- Words as archive.text compares them: folded in one column (phrases), stemmed in the other (word forms).
CREATE VIRTUAL TABLE quote_words USING fts5 (
    folded, stemmed, tokenize = "unicode61 remove_diacritics 0"
);
