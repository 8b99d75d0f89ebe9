# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thread, any number of descriptors and timers: the loop under the scripted server."""

import heapq
import itertools
import selectors
import time


class EventLoop:
    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._timers = []
        self._order = itertools.count()
        self._running = False

    def watch(self, source, ready):
        self._selector.register(source, selectors.EVENT_READ, ready)

    def forget(self, source):
        self._selector.unregister(source)

    def after(self, seconds, action):
        """Calls action once. There is no cancelling: an action checks whether it still makes sense."""
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), action))

    def stop(self):
        self._running = False

    def run(self):
        self._running = True
        while self._running:
            for key, _ in self._selector.select(self._time_to_next_timer()):
                # An earlier callback of this round may have closed this one.
                if self._running and self._selector.get_map().get(key.fd) is key:
                    key.data()
            while self._running and self._timers and self._timers[0][0] <= time.monotonic():
                heapq.heappop(self._timers)[2]()

    def _time_to_next_timer(self):
        return max(0.0, self._timers[0][0] - time.monotonic()) if self._timers else None
