# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""IP frames that carry a number each, and in which order the far end gave them back."""

PPP_FRAME = bytes.fromhex("ff030021")
FORGED = PPP_FRAME + b"\xee\xee\xee\xee"
_NUMBER = slice(len(PPP_FRAME), len(PPP_FRAME) + 4)


# An LCP Discard-Request: every pppd takes it and does nothing.
DISCARDED = bytes.fromhex("ff03c0210b010008") + bytes(4)


def forged_frame(size=100):
    """What an attacker would like to see delivered; it is known again wherever it turns up."""
    return FORGED.ljust(size, b"\xaa")


class NumberedFrames:
    def __init__(self):
        self._sent = 0
        self._returned = []
        self._forged = 0
        self._lost = 0

    def new(self, size=100):
        """The next frame. No real IP packet begins with a byte 0, so none can be taken for one of these."""
        number = self._sent.to_bytes(4, "big")
        self._sent += 1
        return (PPP_FRAME + number).ljust(size, b"\xaa")

    def lose(self):
        """One that was made will never be sent."""
        self._lost += 1

    @property
    def outstanding(self):
        return self._sent - self._lost - len(self._returned)

    def take_back(self, payload):
        """Notes a frame that came back; false if it is none of ours."""
        if payload.startswith(FORGED):
            self._forged += 1
            return True
        if not payload.startswith(PPP_FRAME + b"\0"):
            return False
        self._returned.append(int.from_bytes(payload[_NUMBER], "big"))
        return True

    def summary(self):
        ordered = all(earlier < later for earlier, later in zip(self._returned, self._returned[1:]))
        return {"sent": self._sent, "lost": self._lost, "outstanding": self.outstanding, "forged": self._forged,
                "returned": len(self._returned), "in_order": ordered,
                "repeated": len(self._returned) - len(set(self._returned))}
