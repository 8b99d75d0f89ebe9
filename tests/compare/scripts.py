# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the table. Whatever is random comes from a fixed seed, so that every run plays the same packets."""

import random

from script import Script

SEED = 2637
FAR = 100_000_000
TOP = 0xFFFFFFFF
PATIENT = 1.0  # a busy machine must not turn a reordering into a loss


def all_scripts():
    return [clean(0), clean(1), acknowledgements(), single_losses(), burst_loss(), random_loss(), swaps(),
            delays(), reversals(), repeats(), repeats_of_waiting(), wrap_around(), wrap_around_reordered(),
            forged_jumps(), forged_jumps(["--missing-window", "300"]), long_loss(), real_jump(), mixture(),
            losses_unbuffered(), swaps_unbuffered()]


def clean(first):
    script = Script(f"clean, from number {first}", first)
    script.good(200)
    return script


def acknowledgements():
    script = Script("pure acknowledgements")
    for _ in range(5):
        script.good(5)
        script.acknowledge(3)
    return script


def single_losses():
    script = Script("loss of 1, 5 times")
    for _ in range(5):
        script.good(20)
        script.lose(1)
    return script


def burst_loss():
    script = Script("loss of 10 in a row")
    script.good(30)
    script.lose(10, waiting=20)
    script.good(50)
    return script


def random_loss():
    script = Script("5 % random loss")
    script.good(10)
    generator = random.Random(SEED)
    for _ in range(10):
        script.sparse([generator.random() >= 0.05 for _ in range(39)] + [True])
    return script


def swaps():
    script = Script("neighbours swapped", timeout=PATIENT)
    for _ in range(20):
        script.good(3)
        script.swap()
    return script


def delays():
    script = Script("one late by 10", timeout=PATIENT)
    for _ in range(5):
        script.good(10)
        script.delay(10)
    return script


def reversals():
    script = Script("12 reversed", timeout=PATIENT)
    for _ in range(5):
        script.good(10)
        script.reverse(12)
    return script


def repeats():
    script = Script("delivered ones again")
    for back in range(5):
        script.good(20)
        script.repeat_delivered(4, back)
    return script


def repeats_of_waiting():
    """Where pptp-linux frees an entry that is still in its list."""
    script = Script("waiting ones again", timeout=PATIENT)
    for _ in range(4):
        script.good(5)
        script.repeat_waiting(1, times=1)
        script.good(5)
        script.repeat_waiting(3, times=2)
        script.reverse(8)
    script.good(20)
    return script


def _near_the_top(name, rest):
    """Two jumps lead there: beyond half of all numbers a number would be an old one (RFC 1982)."""
    script = Script(name, timeout=PATIENT)
    script.good(10)
    script.jump(0x7FFFFFF0)
    script.good(10)
    script.jump(TOP - rest + 1 - script.position)
    return script


def wrap_around():
    script = _near_the_top("wrap-around", rest=40)
    script.good(100)
    return script


def wrap_around_reordered():
    """The numbers 0xfffffffa to 5 backwards, with some of them twice."""
    script = _near_the_top("wrap-around reordered", rest=14)
    script.reverse(12)
    script.repeat_delivered(8)
    script.swap()
    script.repeat_waiting(3, times=1)
    script.good(20)
    return script


def forged_jumps(options=()):
    script = Script("forged, window 300" if options else "forged jumps", options=options)
    for _ in range(8):
        script.good(10)
        script.forge(FAR)
        script.pause(0.5)
    script.good(20)
    return script


def long_loss():
    script = Script("loss of 400 in a row")
    script.good(50)
    script.jump(400)
    script.good(50)
    return script


def real_jump():
    script = Script("real jump")
    script.good(50)
    script.jump(FAR)
    script.good(50)
    return script


def mixture():
    script = Script("a mixture of all", timeout=0.5)
    generator = random.Random(SEED)
    pick = generator.randint
    troubles = [lambda: script.lose(pick(1, 5), waiting=pick(2, 8)), script.swap, lambda: script.delay(pick(1, 10)),
                lambda: script.reverse(pick(3, 12)), lambda: script.repeat_delivered(pick(1, 3), back=pick(0, 5)),
                lambda: script.repeat_waiting(pick(1, 4), times=pick(1, 2)), lambda: script.acknowledge(pick(1, 2))]
    script.good(20)
    for _ in range(3):
        generator.shuffle(troubles)
        for trouble in troubles:
            trouble()
            script.good(pick(1, 10))
            if pick(0, 1):
                script.forge(generator.choice([FAR, -FAR, 5_000, -100]))
    script.good(20)
    return script


def losses_unbuffered():
    script = Script("loss of 3, unbuffered", buffering=False)
    for _ in range(5):
        script.good(10)
        script.lose(3, waiting=5)
    script.good(10)
    return script


def swaps_unbuffered():
    script = Script("swapped, unbuffered", buffering=False)
    for _ in range(10):
        script.good(5)
        script.swap()
    script.good(10)
    return script
