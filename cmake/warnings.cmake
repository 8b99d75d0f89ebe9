# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What every target of ours is compiled with. Generated code and third-party headers (SYSTEM) are exempt.
add_library(pptp-flags INTERFACE)
target_compile_options(pptp-flags INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees uninitialised strings in every std::optional of a struct once it inlines; there are none.
    target_compile_options(pptp-flags INTERFACE -Wno-maybe-uninitialized)
endif()
target_include_directories(pptp-flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    target_compile_options(pptp-flags INTERFACE -fstack-protector-strong -D_FORTIFY_SOURCE=2)
    target_link_options(pptp-flags INTERFACE -Wl,-z,relro,-z,now)
endif()
if(PPTP_TUNNEL_SANITIZE)
    add_compile_options(-fsanitize=${PPTP_TUNNEL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${PPTP_TUNNEL_SANITIZE})
endif()
option(PPTP_TUNNEL_COVERAGE "Count which lines are run (clang only)")
if(PPTP_TUNNEL_COVERAGE)
    # The counters live in a mapped file from the start, so that those of a process survive the end that it meets:
    # a worker in its sandbox can open none, and some are killed on purpose.
    add_compile_options(-fprofile-instr-generate -fcoverage-mapping "SHELL:-mllvm -runtime-counter-relocation")
    add_link_options(-fprofile-instr-generate)
    # Only this builds the unit tests with clang: what GCC has no objection to must not cost the figure.
    target_compile_options(pptp-flags INTERFACE -Wno-error)
endif()
