#!/usr/bin/python3
# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails unless every text of the clients has a finished translation, and every translation still has its text.

  check_translations.py LUPDATE
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["client", "pptpctl", "applet"]
TRANSLATIONS = [("pptp-tunnel_de.ts", []), ("pptp-tunnel_en.ts", ["-pluralonly"])]


def texts(path):
    """(context, source) -> (type, translations) of every message in a .ts file."""
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found[context.findtext("name"), message.findtext("source")] = (translation.get("type"), forms)
    return found


def placeholders(text):
    return sorted(set(re.findall(r"%(?:n|\d)", text)))


def problems(name, arguments, lupdate, folder):
    committed = ROOT / "translations" / name
    fresh = folder / name
    shutil.copy(committed, fresh)
    subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", "-I", ".", *SOURCES, *arguments,
                    "-ts", fresh], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    wanted, present = texts(fresh), texts(committed)
    for key in present.keys() - wanted.keys():
        yield f"no longer in the source: {key}"
    for key, (kind, forms) in wanted.items():
        if key not in present:
            yield f"missing: {key}"
        elif kind or not all(forms):
            yield f"{kind or 'empty'}: {key}"
        for form in forms:
            if form and placeholders(form) != placeholders(key[1]):
                yield f"not the same placeholders: {key}: {form}"


def main():
    _, lupdate = sys.argv
    count = 0
    with tempfile.TemporaryDirectory(prefix="translations-") as folder:
        for name, arguments in TRANSLATIONS:
            for problem in problems(name, arguments, lupdate, Path(folder)):
                print(f"{name}: {problem}")
                count += 1
    if count:
        print("Run: cmake --build build/dev --target update-translations, then translate.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
