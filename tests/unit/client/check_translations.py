#!/usr/bin/python3
# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if lupdate would change a translation, or if one is unfinished.

check_translations.py LUPDATE SOURCE_ROOT
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

SOURCES = ["client", "pptpctl", "applet", "daemon/diagnosis"]
TRANSLATIONS = {"pptp-tunnel_de.ts": [], "pptp-tunnel_en.ts": ["-pluralonly"]}


def messages(path):
    """Every message as (context, text), with its element."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield (context.findtext("name"), message.findtext("source")), message


def problem(message):
    translation = message.find("translation")
    if translation.get("type"):
        return translation.get("type")
    texts = [form.text for form in translation.iter("numerusform")] or [translation.text]
    if not all(texts):
        return "empty"
    source = message.findtext("source")
    for place in ("%1", "%2", "%3", "%4", "%n"):
        if place in source and not all(place in text for text in texts):
            return f"lacks {place}"
    return None


def check(lupdate, root, name, options, folder):
    committed = root / "translations" / name
    fresh = folder / name
    shutil.copy(committed, fresh)
    subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", "-I", ".", *SOURCES, *options,
                    "-ts", fresh], cwd=root, check=True)
    complaints = [f"{name}: {problem(message)}: {text}" for (_, text), message in messages(fresh) if problem(message)]
    before = {key for key, _ in messages(committed)}
    after = {key for key, _ in messages(fresh)}
    complaints += [f"{name}: new text: {text}" for _, text in sorted(after - before)]
    complaints += [f"{name}: no longer used: {text}" for _, text in sorted(before - after)]
    if not after:
        complaints.append(f"{name}: lupdate found no texts at all")
    return complaints


def main():
    lupdate, root = sys.argv[1], pathlib.Path(sys.argv[2])
    complaints = []
    with tempfile.TemporaryDirectory() as folder:
        for name, options in TRANSLATIONS.items():
            complaints += check(lupdate, root, name, options, pathlib.Path(folder))
    for complaint in complaints:
        print(complaint)
    if complaints:
        print("Run: cmake --build BUILD_DIRECTORY --target update-translations, then translate.")
    return 1 if complaints else 0


sys.exit(main())
