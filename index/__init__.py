"""Meaning: passages, embeddings, vectors, builds and search over an archive."""
