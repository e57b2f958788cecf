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


@pytest.fixture(autouse=True)
def on_interrupt():
    """Sets what Ctrl-C does: at first what Python does, even where the tests run in the background and ignore it."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
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


@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt])
def test_what_goes_wrong_in_a_batch_is_raised_and_the_rest_is_dropped(error):
    """The caller gets the error itself, whatever its kind, and most batches are never begun."""
    worked = []

    def work(batch):
        worked.append(batch)
        time.sleep(0.001)
        if batch == 3:
            raise error("the third batch is broken")

    with pytest.raises(error, match="third batch"):
        side_by_side(work, range(1000), lambda _: None)
    assert len(worked) < 500
    assert [] == threads_left()


def test_what_the_caller_raises_ends_the_work_too():
    """An error while an answer is told leaves no thread behind."""
    worked = []

    def work(batch):
        worked.append(batch)
        time.sleep(0.001)

    with pytest.raises(BrokenPipeError):
        side_by_side(work, range(1000), broken_pipe)
    assert len(worked) < 500
    assert [] == threads_left()


def broken_pipe(_):
    raise BrokenPipeError


@pytest.mark.parametrize("allowed", [0, 1, 2])
def test_fewer_threads_than_cores_do_the_same_work(allowed, cores, monkeypatch):
    """Where no more threads may be started, those that could do it all; without any, the system's error is raised."""
    start, told = threading.Thread.start, []

    def limited(thread):
        if len(threads_left()) >= allowed:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", limited)
    if cores > 1 and not allowed:
        with pytest.raises(RuntimeError, match="start new thread"):
            side_by_side(slowly, range(20), told.append)
        return
    side_by_side(slowly, range(20), told.append)

    assert list(range(20)) == sorted(told)


def slowly(batch):
    time.sleep(0.001)
    return batch


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

    assert len(worked) < 500
    assert [] == threads_left()
    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)


def test_a_caller_that_notes_ctrl_c_and_goes_on_gets_all_answers(on_interrupt):
    """A handler that raises nothing is called and stays in place; no batch is lost by it."""
    pressed, told = [], []

    def note(number, _):
        pressed.append(number)

    on_interrupt(note)

    side_by_side(lambda batch: (press(), batch)[1], range(20), told.append)

    assert list(range(20)) == sorted(told)
    assert {signal.SIGINT} == set(pressed)
    assert note is signal.getsignal(signal.SIGINT)


def test_a_caller_whose_handler_sets_another_for_the_next_press_gets_both(on_interrupt):
    """First press: finish what runs; second press: break off. No thread goes on after that either."""
    pressed, told = [], []

    def first(number, _):
        pressed.append(number)
        on_interrupt(signal.default_int_handler)

    on_interrupt(first)
    with pytest.raises(KeyboardInterrupt):
        side_by_side(lambda batch: (press(), slowly(batch))[1], range(1000), told.append)

    assert [signal.SIGINT] == pressed
    assert len(told) < 500
    assert [] == threads_left()
    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)


def test_every_press_is_delivered_though_several_fall_into_one_batch(on_interrupt):
    """A handler that counts, as asyncio's does, is told of more than one press a batch."""
    pressed = []
    on_interrupt(lambda number, _: pressed.append(number))

    def work(_):
        for _ in range(20):
            press()
            time.sleep(0.002)

    side_by_side(work, [1, 2], lambda _: None)

    assert len(pressed) > 2


def test_a_process_that_ignores_ctrl_c_goes_on_ignoring_it(on_interrupt):
    """What was started with 'nohup' or '&' is not interrupted."""
    on_interrupt(signal.SIG_IGN)
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


@pytest.mark.parametrize("cores", [2], indirect=True)
@pytest.mark.parametrize("pause", [0.0, 0.002])
def test_three_interrupts_in_a_row_end_a_process(pause, cores):
    """Whoever presses Ctrl-C three times gets the prompt back: no thread does the other hour of work, none is torn down."""
    code = (
        f"import signal, time; import index.side_by_side as run; run.cores = lambda: {cores}\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "run.side_by_side(lambda _: time.sleep(.05), range(100_000), lambda _: print('one', flush=True))"
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
