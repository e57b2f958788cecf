"""How near passages are by chance."""

import numpy as np

from index.background import background

RUSSIAN = np.zeros(6, np.int64)


def unit(rows):
    rows = np.array(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_two_reports_of_one_utterance_are_not_near_by_chance():
    """In an archive of six quotes, two of them alike, the upper quantiles are those of the unlike ones."""
    apart = [[1, 0.1, 0, 0, 0], [0.1, 1, 0.1, 0, 0], [0, 0.1, 1, 0.1, 0], [0, 0, 0.1, 1, 0.1], [0, 0, 0, 0.1, 1]]

    without = background(unit(apart), RUSSIAN[:5], np.arange(5))
    beside = background(unit([*apart, apart[0]]), RUSSIAN, np.arange(6))

    assert max(without["ru-ru"]) < 0.3
    assert max(beside["ru-ru"]) == max(without["ru-ru"])


def test_quotes_that_are_all_alike_have_no_background():
    """Nothing is known of chance where every pair says the same."""
    assert {} == background(unit([[1, 0, 0]] * 3), RUSSIAN[:3], np.arange(3))


def test_passages_of_one_quote_are_no_pair():
    """A long quote's passages are near each other for another reason."""
    assert {} == background(unit([[1, 0.5], [0.5, 1]]), RUSSIAN[:2], np.array([7, 7]))
