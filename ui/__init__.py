"""The faces of the archive: terminal and browser."""
