"""Readers: files in, entries out. One reader a file format."""
