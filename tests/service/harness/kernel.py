# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A kernel without PPTP for the daemon, whatever the one that the tests run on has: there is no pppd for it here."""

import ctypes
import errno
import platform

AF_PPPOX = 24
SYS_SOCKET = {"x86_64": 41, "aarch64": 198}
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD_WORD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EAFNOSUPPORT
NUMBER, FIRST_ARGUMENT = 0, 16  # in struct seccomp_data; of the argument the lower half, which comes first

_libc = ctypes.CDLL(None, use_errno=True)


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction))]


def refuse_pptp():
    """For a process between fork and exec: it and its children get EAFNOSUPPORT for each socket of that family."""
    program = (_Instruction * 6)(
        (LOAD_WORD, 0, 0, NUMBER), (JUMP_IF_EQUAL, 0, 3, SYS_SOCKET[platform.machine()]),
        (LOAD_WORD, 0, 0, FIRST_ARGUMENT), (JUMP_IF_EQUAL, 0, 1, AF_PPPOX), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW))
    filter_ = _Program(len(program), program)
    if _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or \
            _libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filter_), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
