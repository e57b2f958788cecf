"""Batches on all cores, and what Ctrl-C does to them at the worst moments."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index.side_by_side import side_by_side


@pytest.fixture(params=[1, 2, 5], ids=["one core", "two cores", "five cores"], autouse=True)
def cores(request, monkeypatch):
    """As many cores as a machine may have, whatever this one has."""
    monkeypatch.setattr("index.side_by_side.cores", lambda: request.param)
    return request.param


@pytest.fixture
def handler():
    """Sets what Ctrl-C does, and puts Python's own answer back at the end."""
    former = signal.getsignal(signal.SIGINT)
    yield lambda chosen: signal.signal(signal.SIGINT, chosen)
    signal.signal(signal.SIGINT, former)


def threads_left():
    return [thread for thread in threading.enumerate() if thread.name == "embedding"]


def press():
    """What Ctrl-C does, whichever thread asks for it."""
    os.kill(os.getpid(), signal.SIGINT)


def test_every_batch_is_worked_on_once_and_told():
    """Each answer is told in the caller's thread, none twice."""
    told = []

    side_by_side(lambda batch: batch * 2, range(50), lambda answer: told.append((answer, threading.current_thread())))

    assert list(range(0, 100, 2)) == sorted(answer for answer, _ in told)
    assert {threading.current_thread()} == {thread for _, thread in told}


def test_no_batches_are_no_work():
    """Nothing to do is done at once."""
    side_by_side(lambda batch: batch, [], pytest.fail)


def test_what_goes_wrong_in_a_batch_is_raised_and_the_rest_is_dropped():
    """The caller gets the error itself, after hardly any more work."""
    worked = []

    def work(batch):
        worked.append(batch)
        time.sleep(0.001)
        if batch == 3:
            raise ValueError("the third batch is broken")

    with pytest.raises(ValueError, match="third batch"):
        side_by_side(work, range(1000), lambda _: None)
    assert len(worked) < 100
    assert [] == threads_left()


def test_ctrl_c_again_and_again_is_one_interrupt_and_no_thread_goes_on():
    """Pressed at every moment from the first batch to the last thread's end, it ends the work and nothing else."""
    worked = []

    def work(batch):
        worked.append(batch)
        press()
        time.sleep(0.002)
        press()

    with pytest.raises(KeyboardInterrupt):
        side_by_side(work, range(1000), lambda _: None)

    assert len(worked) < 100
    assert [] == threads_left()
    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)


def test_a_caller_that_notes_ctrl_c_and_goes_on_gets_all_answers(handler):
    """A handler that raises nothing is called and stays in place; no batch is lost by it."""
    pressed, told = [], []

    def note(number, _):
        pressed.append(number)

    handler(note)

    side_by_side(lambda batch: (press(), batch)[1], range(20), told.append)

    assert list(range(20)) == sorted(told)
    assert {signal.SIGINT} == set(pressed)
    assert note is signal.getsignal(signal.SIGINT)


def test_a_process_that_ignores_ctrl_c_goes_on_ignoring_it(handler):
    """What was started with 'nohup' or '&' is not interrupted."""
    handler(signal.SIG_IGN)
    told = []

    side_by_side(lambda batch: (press(), batch)[1], range(20), told.append)

    assert list(range(20)) == sorted(told)
    assert signal.SIG_IGN is signal.getsignal(signal.SIGINT)


def test_a_thread_that_is_not_the_main_one_may_ask():
    """The pages run outside the main thread, where no handler can be set."""
    told = []
    asking = threading.Thread(target=side_by_side, args=(lambda batch: batch, range(20), told.append))

    asking.start()
    asking.join()

    assert list(range(20)) == sorted(told)


@pytest.mark.slow
@pytest.mark.parametrize("cores", [2], indirect=True)
@pytest.mark.parametrize("pause", [0.0, 0.002])
def test_three_interrupts_in_a_row_end_a_process_that_embeds(pause, cores):
    """Whoever presses Ctrl-C three times gets the prompt back at once, without an abort."""
    code = (
        f"import index.side_by_side as run; from index.embedding import load_embedder; run.cores = lambda: {cores}\n"
        "load_embedder().embed_passages(['слово ' * 100] * 10000, lambda done, _: print(done, flush=True))"
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        try:
            running.stdout.readline()
            for _ in range(3):
                running.send_signal(signal.SIGINT)
                time.sleep(pause)
            _, said = running.communicate(timeout=60)
        finally:
            running.kill()

    assert b"KeyboardInterrupt" in said
    assert b"terminate called" not in said
