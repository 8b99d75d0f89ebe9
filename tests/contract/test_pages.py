# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The manual pages tell what the programs have, no more and no less, and can be read without a warning."""

import re
import unittest

import tree

PAGES = [path for path in tree.files(".1", ".5", ".8") if str(path).startswith("docs/man/")]
PROFILE_PAGE = "docs/man/pptp-tunnel.conf.5"


def keys_of_code():
    """name: (type, smallest, largest, words, member of Profile, whether the key means its opposite)"""
    text = tree.read("common/profile.cpp")
    constants = dict(re.findall(r"constexpr std::int64_t (\w+) = ([\d']+);", text))
    constants["ProfileVersion"] = re.search(r"ProfileVersion = (\d+);", tree.read("common/profile_value.h")).group(1)
    words = {name: re.findall(r'"([a-z]+)"', listed)
             for name, listed in re.findall(r"constexpr auto (\w+Words) =\s*std::to_array[^{]*\{([^}]*)\}", text)}
    found = {}
    for name, rule, setter in re.findall(r'Key\{"([^"]+)",\s*\{([^}]*)\},\s*([^}]*)\}', text):
        kind, *edges = [part.strip() for part in rule.split(",")]
        listed = words[edges.pop()] if kind == "Word" else ()
        edges = [int(constants.get(edge, edge).replace("'", ""), 0) for edge in edges] or [0, 0]
        member = re.search(r"set\w*<&Profile::(\w+)>", setter)
        found[name] = (kind, *edges, listed, member.group(1) if member else None, setter.startswith("setOpposite"))
    return found


def keys_of_page():
    """name: everything said about it, as one line; items of lists within it included."""
    found = {}
    for line in tree.read(PROFILE_PAGE).splitlines():
        item = re.match(r"\.It Cm (\S+) Ns = Ns (.*)", line)
        if item:
            text = found[item.group(1)] = [item.group(2)]
        elif line.startswith(".S"):
            text = []
        elif found:
            text.append(line)
    return {name: " ".join(lines) for name, lines in found.items()}


def default_of(member):
    declaration = re.search(rf"\b{member}(?:\s+=\s+|\{{\s*)([\w.:]+)", tree.read("common/profile.h"))
    return declaration.group(1) if declaration else None


def words_of_type(member):
    """The enumerators of the member's type, in their order, as default_of() would name them."""
    text = tree.read("common/profile.h")
    kind = re.search(rf"(\w+)\s+{member} = ", text).group(1)
    body = re.search(rf"enum class {kind} \{{(.*?)\}};", text, re.DOTALL).group(1)
    return [f"{kind}::{name}" for name in re.findall(r"(?m)(?:^|,|\{)\s*(\w+)(?=\s*(?:,|$))", re.sub(r"///<.*", "", body))]


def shown(number, kind):
    return f"{number / 1000:g}" if kind == "Milliseconds" else str(number)


class Pages(unittest.TestCase):
    def test_read_without_a_warning(self):
        self.assertGreaterEqual(len(PAGES), 3)
        for page in PAGES:
            with self.subTest(page=str(page)):
                result = tree.run("mandoc", "-T", "lint", "-W", "warning", str(tree.SOURCE / page))
                self.assertEqual((result.returncode, result.stdout), (0, ""))
                result = tree.run("env", "LC_ALL=C.UTF-8", "MANROFFSEQ=", "man", "--warnings", "-E", "UTF-8", "-Tutf8",
                                  "-Z", "-l", str(tree.SOURCE / page))
                self.assertEqual(result.returncode, 0)
                self.assertNotRegex(result.stdout, r"warning( \[|:)")  # not the word in a page

    def test_name_their_licence_and_themselves(self):
        for page in PAGES:
            with self.subTest(page=str(page)):
                text = tree.read(page)
                self.assertIn("SPDX-License-Identifier: GPL-3.0-or-later", text[:200])
                self.assertIn(f".Dt {page.stem.upper()} {page.suffix[1:]}\n", text)

    def test_are_installed(self):
        script = (tree.BUILD / "docs" / "man" / "cmake_install.cmake").read_text(encoding="utf-8")
        for page in PAGES:
            with self.subTest(page=str(page)):
                self.assertRegex(script, rf"/man{page.suffix[1:]}\" TYPE FILE FILES[^)]*/{re.escape(page.name)}\"")


class Profile(unittest.TestCase):
    def test_every_key_is_explained_and_every_explained_key_exists(self):
        self.assertGreater(len(keys_of_code()), 20)
        self.assertEqual(sorted(keys_of_code()), sorted(keys_of_page()))

    def test_every_range_is_that_of_the_code(self):
        page = keys_of_page()
        for name, (kind, smallest, largest, words, _, _) in keys_of_code().items():
            with self.subTest(key=name):
                if kind in ("Integer", "Mark", "Milliseconds", "PacketSize", "Text"):
                    self.assertIn(f"{shown(smallest, kind)} to {shown(largest, kind)}", page[name])
                elif kind in ("Networks", "Domains", "Dns"):
                    self.assertIn(f"up to {largest}", page[name])
                elif kind == "Word":
                    self.assertIn(f"Ar {'|'.join(words)} ", page[name])

    def test_every_default_is_that_of_the_code(self):
        page = keys_of_page()
        for name, (kind, _, _, words, member, opposite) in keys_of_code().items():
            with self.subTest(key=name):
                said = re.search(r"(?:Default: ([^ ,]+?)[.,]?(?: |$))|(No default)", page[name])
                self.assertTrue(said)
                if kind == "Boolean":
                    means = default_of(member) == "true"
                    self.assertEqual(said.group(1), "yes" if means != opposite else "no")
                elif kind == "Word":
                    self.assertEqual(said.group(1), words[words_of_type(member).index(default_of(member))])
                elif kind in ("Integer", "Mark", "Milliseconds", "PacketSize"):
                    self.assertEqual(said.group(1), shown(int(default_of(member)), kind))

    def test_every_quirk_is_explained(self):
        quirks = re.findall(r'\{"([A-Z0-9_]+)",', tree.read("common/quirks.cpp"))
        self.assertGreater(len(quirks), 1)
        self.assertEqual(re.findall(r"\.It Li ([A-Z]\S+)", tree.read(PROFILE_PAGE)), quirks)


class Commands(unittest.TestCase):
    def setUp(self):
        self.page = tree.read("docs/man/pptpctl.1")

    def test_every_option_of_pptpctl_is_explained(self):
        options = set(re.findall(r'"(?:-\w,)?--([a-z-]+)"', tree.read("pptpctl/options.cpp"))) - {"bus"}
        self.assertGreater(len(options), 8)
        self.assertEqual(set(re.findall(r"Fl Fl ([a-z-]+)", self.page)), options)

    def test_every_command_is_explained(self):
        text = tree.read("pptpctl/options.cpp")
        for name in re.findall(r'(?:addCommand\(|alias\()"(\w+)"', text):
            self.assertRegex(self.page, rf"(?m)^\.It (?:.* )?Cm {name}\b")

    def test_every_statistic_is_explained_by_its_name_in_json(self):
        names = re.findall(r'\{"(\w+)", &GreStats::', tree.read("common/gre_stats.h"))
        self.assertEqual(len(names), 37)
        for name in names:
            self.assertRegex(self.page, rf"\b{re.sub(r'(?<!^)(?=[A-Z])', '_', name).lower()}\b")
        for gauge in re.findall(r'\{"(rtt\w*|loss_ratio)"', tree.read("pptpctl/json.cpp")):
            self.assertRegex(self.page, rf"\b{gauge}\b")

    def test_every_exit_status_is_explained(self):
        codes = set(re.findall(r"inline constexpr int \w+ = (\d+);", tree.read("pptpctl/command.h")))
        self.assertGreater(len(codes), 7)
        section = self.page[self.page.index(".Sh EXIT STATUS"):self.page.index(".Sh EXAMPLES")]
        self.assertLessEqual(codes, set(re.findall(r"(?m)^\.It (\d+)$", section)))

    def test_every_option_of_the_daemon_is_explained(self):
        options = set(re.findall(r'\bplace\(\s*"([a-z-]+)"', tree.read("daemon/daemon_options.cpp")))
        self.assertGreater(len(options), 8)
        self.assertEqual(set(re.findall(r"Fl Fl ([a-z-]+)", tree.read("docs/man/pptp-tunneld.8"))),
                         options | {"help", "version"})


if __name__ == "__main__":
    unittest.main()
