# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the service tests stand on: namespaces, a private bus, the programs, and a client of the bus."""
