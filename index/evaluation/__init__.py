"""The archive grades itself: the model, retrieval, extraction and verdicts, on sets it can show."""
