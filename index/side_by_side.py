"""Batches on all cores at once, with an interrupt that leaves no thread behind."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from types import FrameType
from typing import TypeVar

Batch = TypeVar("Batch")
Answer = TypeVar("Answer")


def side_by_side(work: Callable[[Batch], Answer], batches: Sequence[Batch], tell: Callable[[Answer], None]) -> None:
    """Have one thread a core `work` on the batches, and `tell` each answer, in the order in which they get done.

    Worth it for work that lets go of Python's lock, as onnxruntime does. What `work` or `tell` raises is raised here once the
    batches that run have ended; those that wait are not begun. Ctrl-C, pressed once or often, waits for the end of a batch
    and of `tell` and is then raised in the same way: an exception at any moment between a thread's start and its end, in a
    `finally` too, could leave threads that go on with all the batches, or a lock that is never freed (a second Ctrl-C did
    both, with ThreadPoolExecutor and with threads of our own). On a single core there are no threads, and nothing waits.
    """
    workers = min(cores(), len(batches))
    if workers < 2:
        for batch in batches:
            tell(work(batch))
        return
    waiting = deque(batches)
    done: SimpleQueue[Answer | _Failure] = SimpleQueue()
    started: list[Thread] = []
    with _interrupts_held() as deliver:
        try:
            for _ in range(workers):
                thread = Thread(target=_take_turns, args=(work, waiting, done), name="embedding")
                try:
                    thread.start()
                except RuntimeError:  # no more threads are allowed: fewer do the same work
                    if not started:
                        raise
                    break
                started.append(thread)
            for _ in batches:
                answer = done.get()
                deliver()
                if isinstance(answer, _Failure):
                    raise answer.error
                tell(answer)
        finally:
            waiting.clear()
            for thread in started:
                thread.join()


@dataclass(frozen=True, slots=True)
class _Failure:
    error: BaseException


def _take_turns(work: Callable[[Batch], Answer], waiting: deque[Batch], done: "SimpleQueue[Answer | _Failure]") -> None:
    while True:
        try:
            batch = waiting.popleft()
        except IndexError:
            return
        try:
            done.put(work(batch))
        except BaseException as error:  # noqa: BLE001  raised again where an answer is waited for, which has to come
            done.put(_Failure(error))


def cores() -> int:
    """Cores that this process is bound to; a quota of processor time, as containers often have, is not seen."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


@contextmanager
def _interrupts_held() -> Iterator[Callable[[], None]]:
    """Within, Ctrl-C raises nothing until the function that this gives is called, or the end is reached.

    Each press does then what it would have done at once: raise KeyboardInterrupt, or whatever the caller's own handler does,
    which may also set another one for the next press. Nothing is held where no handler can be set (outside the main thread)
    and where the present one cannot be put back (it is not Python's) or is none.
    """
    pressed: list[tuple[int, FrameType | None]] = []
    former = signal.getsignal(signal.SIGINT)

    def hold(number: int, frame: FrameType | None) -> None:
        pressed.append((number, frame))

    def deliver() -> None:
        nonlocal former
        while pressed and callable(former):
            try:
                former(*pressed.pop(0))
            finally:
                if (present := signal.getsignal(signal.SIGINT)) is not hold:
                    former = present
                    signal.signal(signal.SIGINT, hold)

    if not callable(former):
        yield deliver
        return
    try:
        signal.signal(signal.SIGINT, hold)
    except ValueError:
        yield deliver
        return
    try:
        yield deliver
    finally:
        signal.signal(signal.SIGINT, former)
        for number, _ in pressed:
            signal.raise_signal(number)
