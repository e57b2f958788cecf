"""The pages' words in two languages: gettext catalogs, plural forms, dates and numbers.

English is written in the code itself; Russian stands in `locale/ru/LC_MESSAGES/quotes.po`, which Babel reads as it is,
so that an installed copy needs no compiled file and no extra step.

    i18n.use("ru")
    t("Search")                                         # «Поиск»
    nt("{n} quote", "{n} quotes", 2)                    # «2 цитаты»
"""

import datetime as dt
import gettext
import io
from contextvars import ContextVar
from functools import cache
from importlib import resources

from babel import dates, numbers
from babel.messages import mofile, pofile

from archive.errors import LanguageMissing

__all__ = ["LANGUAGES", "choose", "date", "language", "n_", "nt", "number", "percent", "t", "use"]

LANGUAGES = {"ru": "Русский", "en": "English"}
DOMAIN = "quotes"
_current: ContextVar[str] = ContextVar("language", default="en")


def use(code: str) -> None:
    """Speak this language from here on, in this thread; raises LanguageMissing."""
    if code not in LANGUAGES:
        raise LanguageMissing(f"The pages speak {' and '.join(LANGUAGES)}, not {code!r}.")
    _current.set(code)


def language() -> str:
    """Give the code of the language spoken now, `ru` or `en`."""
    return _current.get()


def choose(wanted: str | None, locale: str | None) -> str:
    """Pick a language: the one that the settings name, else the browser's if it is Russian, else English.

    `locale` is a tag such as `ru-RU`; None and languages that the pages do not speak give English.
    """
    if wanted in LANGUAGES:
        return str(wanted)
    code = (locale or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else "en"


def t(message: str, **values: object) -> str:
    """Say a message in the language spoken, its `{names}` filled in."""
    said = _catalog(language()).gettext(message)
    return said.format(**values) if values else said


def nt(one: str, many: str, n: int, **values: object) -> str:
    """Say a message that counts something; `{n}` is the number, written as the language writes it."""
    return _catalog(language()).ngettext(one, many, n).format(n=number(n), **values)


def n_(message: str) -> str:
    """Mark a message for the catalog without translating it yet."""
    return message


def number(value: float) -> str:
    """Write a number as the language does (`1,234.5`, `1 234,5`)."""
    return str(numbers.format_decimal(value, locale=language()))


def percent(share: float) -> str:
    """Write a share of one as per cent, with one decimal where it says something."""
    return str(numbers.format_percent(round(share, 3), locale=language(), decimal_quantization=False))


def date(day: str | None) -> str:
    """Write a day given as `YYYY-MM-DD` in words; anything else comes back as it is, None as nothing."""
    try:
        return str(dates.format_date(dt.date.fromisoformat(day or ""), format="long", locale=language()))
    except ValueError:
        return day or ""


@cache
def _catalog(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    path = resources.files("ui") / "locale" / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    catalog = pofile.read_po(io.BytesIO(path.read_bytes()), locale=code, domain=DOMAIN)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
