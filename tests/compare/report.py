# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client did against what it should have done, and the table of it."""

from collections import Counter
from dataclasses import dataclass, field

COLUMNS = [("script", -22), ("client", -10), ("sent", 5), ("deliv", 7), ("miss", 5), ("dup", 4), ("order", 6),
           ("stray", 6), ("accept", 7), ("lost", 11), ("under", 6), ("over", 5), ("buffer", 7), ("acks", 5)]
LABELS = {"accepted": "rx accepted", "lost": "rx lost", "under": "rx under win", "over": "rx over win",
          "buffered": "rx buffered", "acks": "rx acks"}
OUT_OF_TIME = "no result"


@dataclass
class Judgement:
    missing: int = 0
    duplicated: int = 0
    disordered: int = 0
    stray: int = 0
    delivery: list = field(default_factory=list)  # what is wrong, in words
    counting: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def is_right(self):
        return not (self.delivery or self.counting or self.remarks)

    @property
    def verdict(self):
        if self.remarks:
            return self.remarks[0]
        if self.delivery:
            return "misdelivers"
        return "miscounts" if self.counting else "right"

    @property
    def findings(self):
        return self.remarks + self.delivery + self.counting


def judge(script, outcome):
    judgement = Judgement(remarks=list(outcome.remarks))
    _judge_delivery(script, outcome, judgement)
    if outcome.statistics:
        _judge_counters(script, outcome, judgement)
    return judgement


def _judge_delivery(script, outcome, judgement):
    wanted, allowed = set(script.wanted), set(script.wanted) | script.optional
    seen = Counter(outcome.delivered)
    judgement.missing = len(wanted - set(seen))
    judgement.duplicated = sum(count - 1 for count in seen.values())
    judgement.stray = sum(count for identity, count in seen.items() if identity not in allowed) + outcome.damaged
    highest = -1
    for identity in outcome.delivered:
        if 0 <= identity < highest:
            judgement.disordered += 1
        highest = max(highest, identity)
    for number, what in ((judgement.missing, "never delivered"), (judgement.duplicated, "delivered again"),
                         (judgement.disordered, "delivered out of order"),
                         (judgement.stray, "delivered that nobody should see")):
        if number:
            judgement.delivery.append(f"{number} {what}")
    if outcome.violations:
        judgement.delivery.append(f"towards the server: {outcome.violations[0]}")
    last = script.wanted[-1] & 0xFFFFFFFF
    if outcome.last_acknowledgement != last:
        judgement.delivery.append(f"the last acknowledgement is {outcome.last_acknowledgement}, not {last}")


def expected_counters(script):
    """Lowest and highest right value of each counter. Only unconfirmed packets leave a choice."""
    ranges = {name: (value, value) for name, value in script.counters.items()}
    for name in ("accepted", "over", "buffered"):
        low, _ = ranges[name]
        ranges[name] = (low, low + len(script.optional))
    return ranges


def _judge_counters(script, outcome, judgement):
    values = outcome.statistics
    taken = len(script.optional & set(outcome.delivered))
    ranges = expected_counters(script)
    # A packet that was delivered is accepted, one that was not was too far ahead: no choice in the counters.
    for name, part in (("accepted", taken), ("over", len(script.optional) - taken)):
        ranges[name] = (ranges[name][0] + part,) * 2
    checks = [(LABELS[name], *ranges[name]) for name in script.counters]
    frames = outcome.frames_received
    checks += [("tx sent", frames, frames), ("tx acks", *[outcome.pure_acknowledgements] * 2),
               ("rx truncated", 0, 0), ("rx invalid", 0, 0), ("rx OS errors", 0, 0), ("tx failed", 0, 0),
               ("tx short", 0, 0), ("tx oversize", 0, 0)]
    for label, low, high in checks:
        value = values.get(label)
        if value is None or not low <= value <= high:
            right = f"{low}" if low == high else f"{low} to {high}"
            judgement.counting.append(f"{label} is {value}, not {right}")
    if frames != script.frames + 1:
        judgement.delivery.append(f"{frames} of {script.frames + 1} frames of pppd reached the server")


# --- the table ---

def heading():
    line = _line(*[name for name, _ in COLUMNS]) + "  verdict"
    return f"{line}\n{'-' * 120}"


def injected_line(script):
    counters = [_span(*ends) for ends in expected_counters(script).values()]
    least = len(script.wanted)
    return _line(script.name, "(right)", script.sent, _span(least, least + len(script.optional)), 0, 0, 0, 0, *counters)


def client_line(script, client, outcome, judgement):
    counters = [outcome.statistics.get(LABELS[name], "-") for name in script.counters]
    line = _line("", client, script.sent, len(outcome.delivered), judgement.missing, judgement.duplicated,
                 judgement.disordered, judgement.stray, *counters)
    return f"{line}  {judgement.verdict}"


def _span(low, high):
    return str(low) if low == high else f"{low}+{high - low}"


def _line(*cells):
    return "".join(f"{cell:<{-width}}" if width < 0 else f"{cell:>{width}}"
                   for cell, (_, width) in zip(cells, COLUMNS, strict=True))
