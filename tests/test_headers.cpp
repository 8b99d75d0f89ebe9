// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Nothing of its own: the headers that CMake precompiles for the tests need a source file to belong to.
