# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What ./test, ./demo and tests/lab/run share: saying what is done, packages, the build. To be sourced.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '==> %s\n' "$*"; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit "${die_status:-1}"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "this needs root, and there is no sudo: $*"
    fi
}

# packages_of SECTION...: the package names in these sections of tests/packages.
packages_of() {
    local wanted=" $* " section='' line
    while read -r line; do
        case $line in
            '' | '#'*) ;;
            '['*']') section=${line:1:-1} ;;
            *) [[ $wanted != *" $section "* ]] || printf '%s\n' "$line" ;;
        esac
    done <"$top/tests/packages"
}

# run_logged LOG COMMAND...: long output goes to the file; its end is shown when the command fails.
run_logged() {
    local log=$1 status=0
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        printf '    failed with status %s; the end of %s:\n' "$status" "${log#"$top"/}" >&2
        tail -n 40 "$log" | sed 's/^/    /' >&2
    fi
    return "$status"
}

# install_packages SECTION...: installs what is missing, and nothing when all is there.
install_packages() {
    local package missing=()
    while read -r package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
            missing+=("$package")
    done < <(packages_of "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    command -v apt-get >/dev/null || die "these Debian packages are needed: ${missing[*]}"
    say "Installing ${#missing[@]} Debian packages (log: build/log/packages.log)"
    run_logged "$top/build/log/packages-update.log" as_root apt-get update ||
        die "apt-get could not read the package lists"
    run_logged "$top/build/log/packages.log" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}" ||
        die "apt-get could not install: ${missing[*]}"
}

# build_release [TARGET]: configures and builds everything, or one target, in build/release.
build_release() {
    say "Building (log: build/log/build.log)"
    run_logged "$top/build/log/configure.log" cmake -S "$top" --preset release || die "cmake failed"
    run_logged "$top/build/log/build.log" cmake --build "$top/build/release" --target "${1:-all}" ||
        die "the build failed"
}

# build_product: what is installed, without the tests.
build_product() { build_release product; }

# at_leisure COMMAND...: only with time that nobody else wants, so that tests beside it keep their deadlines. (A
# process that is merely nice still delays each of the many short turns that kernel and programs take.)
at_leisure() { chrt --idle 0 nice -n 19 "$@"; }
