"""Text that did not come from this program, made safe for the places where Streamlit reads Markdown."""

import re

import streamlit as st

from archive.errors import QuoteArchiveError

__all__ = ["markdown", "show_error"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^&=\"'@/])")


def markdown(text: str) -> str:
    """Escape every sign that Markdown or Streamlit's directives could read; the reader sees the text as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def show_error(problem: QuoteArchiveError) -> None:
    """Show an error of the archive as one clear line."""
    st.error(markdown(str(problem)), icon=":material/error:")
