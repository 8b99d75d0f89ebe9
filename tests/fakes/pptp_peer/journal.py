# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the scripted server saw and did, one JSON object a line, for tests to assert on."""

import json
import time


class Journal:
    def __init__(self, stream):
        self._stream = stream

    def write(self, event, **fields):
        record = {"event": event, "time": round(time.monotonic(), 4), **fields}
        try:
            self._stream.write(json.dumps(record, default=_printable) + "\n")
            self._stream.flush()
        except BrokenPipeError:
            raise SystemExit(0) from None  # whoever read the journal is gone


def _printable(value):
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else repr(value)
