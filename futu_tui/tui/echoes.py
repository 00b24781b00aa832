"""Whether the terminal has shown what it was sent: it is asked behind each picture, and answers when it comes to that.

What a slow line has not carried yet waits where no program sees it, in the pty and in SSH's buffers, a minute of it if
need be. So on such a line the next picture waits until the terminal has told where its cursor is (CPR, ECMA-48), which
nearly all of them do, and then is the newest. A question before the first picture finds out how long an answer takes
by itself; on a line that is long and not slow, several pictures are on their way. Terminals that never answer are
sent pictures all the same.
"""

from __future__ import annotations

from collections import deque

ASK = "\x1b[6n"
QUEUE = 0.25
"""Seconds that an answer may take longer than the line needs by itself; from there on something waits before it."""
EACH = 0.1
"""Seconds of the line's own time from picture to picture, about."""
FIRST, LONGEST = 0.5, 5.0
"""Seconds to wait for the very first answer, and for which it may still be the answer to the first question."""
PATIENCE = 3.0
"""Seconds without an answer after which the next picture is sent nevertheless: the answer may be lost."""
ATTEMPTS = 3
"""Such pictures after which the terminal counts as one that does not answer."""
MOST = 64
"""Pictures on their way at once, at most."""
FORGET = 1.002
"""What the least time of an answer grows by with each: the line may be another one by now."""


class Echoes:
    """Questions and answers of one terminal. `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._asked: deque[float] = deque(maxlen=MOST)
        """When each question was sent that was not answered, the oldest first."""
        self._least: float | None = None
        """Seconds that an answer takes at least; None while the terminal is not known to answer."""
        self._first = 0.0
        """When the first question was sent."""
        self._queues = False
        """Whether what is sent waits on its way: then there is one picture at a time."""
        self._unheard = 0

    @property
    def unanswered(self) -> int:
        """Questions whose answers may still come, if the terminal answers."""
        return len(self._asked) if self._least is not None else 0

    def begin_anew(self, now: float) -> str:
        """The terminal is another one, or was somebody else's meanwhile; the question that is to be sent first."""
        self._asked.clear()
        self._least, self._first = None, now
        self._queues, self._unheard = False, 0
        return self.ask(now)

    def ask(self, now: float) -> str:
        """What asks the terminal, to be sent behind a picture."""
        if self._least is None and now - self._first > LONGEST:
            self._asked.clear()  # of one that never answers
        if self._is_late(now):
            self._unheard += 1
            if self._unheard >= ATTEMPTS:
                self._asked.clear()
                self._least = None
        self._asked.append(now)
        return ASK

    def answered(self, now: float) -> None:
        """An answer came."""
        self._unheard = 0
        if self._asked:
            took = now - self._asked.popleft()
            self._least = took if self._least is None else min(took, self._least * FORGET)
            self._queues = took > self._least + QUEUE

    def hold(self, now: float) -> bool:
        """Whether the next picture is to wait."""
        if not self._asked:
            return False
        if self._least is None:
            return now - self._first < FIRST
        room = 1 if self.is_behind(now) else 1 + int(self._least / EACH)
        return len(self._asked) >= room and now - self._asked[-1] < PATIENCE

    def is_behind(self, now: float) -> bool:
        """Whether what is sent waits on its way: the line carries less than it is given."""
        self._queues |= self._is_late(now)
        return self._queues

    def _is_late(self, now: float) -> bool:
        """Whether the oldest answer takes longer than the line alone would."""
        return self._least is not None and bool(self._asked) and now - self._asked[0] > self._least + QUEUE
