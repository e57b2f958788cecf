"""Where settings come from, and what is refused."""

from pathlib import Path

import pytest

from archive.errors import SettingsError
from archive.settings import Settings


def test_a_flag_beats_the_environment(tmp_path):
    """The folder given wins over QUOTES_HOME."""
    assert tmp_path / "flag" == Settings.read(tmp_path / "flag", {"QUOTES_HOME": str(tmp_path / "env")}).home
    assert tmp_path / "env" == Settings.read(None, {"QUOTES_HOME": str(tmp_path / "env")}).home


def test_the_environment_beats_the_file(tmp_path):
    """QUOTES_MODEL wins over quotes.toml, which wins over the default."""
    (tmp_path / "quotes.toml").write_text('model = "of/file"\nkeep_builds = 5\n', encoding="utf-8")

    assert "of/file" == Settings.read(tmp_path, {}).model
    assert "of/env" == Settings.read(tmp_path, {"QUOTES_MODEL": "of/env"}).model
    assert 5 == Settings.read(tmp_path, {}).keep_builds


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("model = [", "not valid TOML"),
        ("modell = 'x'", "unknown setting: modell"),
        ("keep_builds = 0", "from 1 up"),
        ("keep_builds = true", "from 1 up"),
        ("model = 3", "a name or a path"),
        ("language = 'de'", "'ru' and 'en'"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, content, part):
    """A wrong file gives one sentence that names the setting."""
    (tmp_path / "quotes.toml").write_text(content, encoding="utf-8")

    with pytest.raises(SettingsError, match=part):
        Settings.read(tmp_path, {})


def test_no_other_module_reads_the_environment():
    """Only archive/settings.py touches os.environ."""
    root = Path(__file__).parent.parent
    files = [file for package in ("archive", "index", "ui") for file in (root / package).rglob("*.py")]

    assert ["archive/settings.py"] == [
        file.relative_to(root).as_posix() for file in files if "os.environ" in file.read_text(encoding="utf-8")
    ]
