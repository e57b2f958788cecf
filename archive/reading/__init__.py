"""Readers: files in, entries out. One reader a file format; `read_paths` walks files and folders."""

from archive.reading.folders import Reading, read_paths

__all__ = ["Reading", "read_paths"]
