"""How the archive grades its own reading of articles, on annotated ones."""

from archive.evaluation.extraction import ExtractionReport, Figure, evaluate_extraction, read_gold, score

__all__ = ["ExtractionReport", "Figure", "evaluate_extraction", "read_gold", "score"]
