# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What polkit and the bus are told agrees with the code and with each other."""

import configparser
import re
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import tree

NAMES = tree.BUILD / "common" / "names.h"
POLICY = "polkit/org.pptptunnel.tunnels1.policy"
BUS_POLICY = "dbus/org.pptptunnel.Tunnels1.conf"
ACTIVATION = "dbus/org.pptptunnel.Tunnels1.service"
BUS_NAME = "org.pptptunnel.Tunnels1"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

# polkit ignores a whole file for one misspelt value, and says so only in its log.
VALUES = {"no", "yes", "auth_self", "auth_admin", "auth_self_keep", "auth_admin_keep"}
DEFAULTS = {
    "connect": ("auth_admin_keep", "auth_admin_keep", "yes"),
    "connect-weak": ("auth_admin_keep", "auth_admin_keep", "auth_admin_keep"),
    "disconnect-any": ("auth_admin_keep", "auth_admin_keep", "auth_admin_keep"),
    "diagnose": ("auth_admin_keep", "auth_admin_keep", "yes"),
    "change-secret": ("auth_admin_keep", "auth_admin_keep", "auth_admin_keep"),
    "control-service": ("auth_admin_keep", "auth_admin_keep", "auth_admin_keep"),
}


def actions_of(text):
    return set(re.findall(r"\borg\.pptptunnel\.tunnels1\.([a-z][a-z-]*)", text))


# What clients implement, and the service calls.
AGENT = "org.pptptunnel.Tunnels1.Agent"


def interfaces():
    return {path.stem for path in tree.files(".xml") if path.parent.name == "dbus"}


class PolkitPolicy(unittest.TestCase):
    def setUp(self):
        self.actions = ElementTree.parse(tree.SOURCE / POLICY).getroot().findall("action")

    def test_has_the_actions_of_the_code_and_no_others(self):
        declared = {action.get("id").removeprefix("org.pptptunnel.tunnels1.") for action in self.actions}
        self.assertEqual(declared, actions_of(NAMES.read_text(encoding="utf-8")))
        self.assertEqual(declared, set(DEFAULTS))

    def test_has_the_actions_of_the_interfaces(self):
        documented = set().union(*(actions_of(tree.read(f"dbus/{name}.xml")) for name in interfaces()))
        self.assertEqual(documented, set(DEFAULTS))

    def test_has_the_decided_defaults(self):
        for action in self.actions:
            with self.subTest(action=action.get("id")):
                defaults = action.find("defaults")
                values = tuple(defaults.findtext(name) for name in ("allow_any", "allow_inactive",
                                                                    "allow_active"))
                self.assertLessEqual(set(values), VALUES)
                self.assertEqual(values, DEFAULTS[action.get("id").rsplit(".", 1)[1]])

    def test_speaks_german_too(self):
        for action in self.actions:
            for element in ("description", "message"):
                with self.subTest(action=action.get("id"), element=element):
                    texts = {entry.get(LANGUAGE): entry.text for entry in action.findall(element)}
                    self.assertEqual(set(texts), {None, "de"})
                    self.assertEqual(sorted(re.findall(r"\$\((\w+)\)", texts[None])),
                                     sorted(re.findall(r"\$\((\w+)\)", texts["de"])))

    def test_shows_only_details_that_are_sent(self):
        code = tree.read("daemon/bus/tunnel_object.cpp") + tree.read("daemon/bus/manager_object.cpp")
        for detail in set(re.findall(r"\$\((\w+)\)", tree.read(POLICY))):
            self.assertIn(f'{{"{detail}",', code)


class BusPolicy(unittest.TestCase):
    def setUp(self):
        self.root = ElementTree.parse(tree.SOURCE / BUS_POLICY).getroot()

    def test_gives_the_name_to_root_only(self):
        owners = [(policy.attrib, rule.get("own")) for policy in self.root.findall("policy")
                  for rule in policy if rule.get("own")]
        self.assertEqual(owners, [({"user": "root"}, BUS_NAME)])

    def test_lists_what_may_be_called(self):
        rules = list(self.root.find("policy[@context='default']"))
        self.assertEqual(rules[0].tag, "deny")
        self.assertEqual(rules[0].attrib, {"send_destination": BUS_NAME})
        for rule in rules[1:]:
            self.assertEqual(rule.tag, "allow")
            self.assertEqual(rule.get("send_destination"), BUS_NAME)
            self.assertTrue(rule.get("send_interface"))
        self.assertNotIn("*", "".join(value for rule in rules for value in rule.attrib.values()))
        allowed = {rule.get("send_interface") for rule in rules[1:]}
        standard = {f"org.freedesktop.DBus.{name}" for name in ("ObjectManager", "Introspectable", "Peer",
                                                                "Properties")}
        self.assertEqual(allowed, interfaces() - {AGENT} | standard)

    def test_lets_the_service_alone_call_agents(self):
        """The system bus allows no calls by itself."""
        rules = [(policy.attrib, rule.tag, rule.attrib) for policy in self.root.findall("policy") for rule in policy
                 if AGENT in rule.attrib.values()]
        self.assertEqual(rules, [({"user": "root"}, "allow", {"send_interface": AGENT})])

    def test_lets_nobody_set_properties(self):
        members = {rule.get("send_member") for policy in self.root.findall("policy") for rule in policy
                   if rule.get("send_interface") == "org.freedesktop.DBus.Properties"}
        self.assertEqual(members, {"Get", "GetAll"})
        for name in interfaces():
            for prop in ElementTree.parse(tree.SOURCE / f"dbus/{name}.xml").getroot().iter("property"):
                self.assertEqual(prop.get("access"), "read")


class Activation(unittest.TestCase):
    def test_starts_the_unit(self):
        service = configparser.ConfigParser()
        service.optionxform = str
        service.read_string(tree.read(ACTIVATION))
        section = service["D-BUS Service"]
        unit = tree.read("systemd/pptp-tunneld.service.in")
        self.assertEqual(section["Name"], BUS_NAME)
        self.assertEqual(section["User"], "root")
        self.assertEqual(section["SystemdService"], "pptp-tunneld.service")
        self.assertIn(f"\nBusName={BUS_NAME}\n", unit)

    def test_names_agree_with_the_code(self):
        self.assertIn(f'BusName = "{BUS_NAME}"', NAMES.read_text(encoding="utf-8"))


class WellFormed(unittest.TestCase):
    def test_xmllint_finds_nothing(self):
        paths = [str(tree.SOURCE / path) for path in tree.files(".xml", ".policy")] + [
            str(tree.SOURCE / BUS_POLICY)]
        result = tree.run("xmllint", "--nonet", "--noout", *paths)
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_dbus_daemon_reads_the_policy(self):
        with tempfile.TemporaryDirectory() as folder:
            config = f"{folder}/bus.conf"
            with open(config, "w", encoding="utf-8") as file:
                file.write(f"<busconfig><type>system</type><listen>unix:path={folder}/socket</listen>"
                           f"<include>{tree.SOURCE / BUS_POLICY}</include></busconfig>")
            # A broken policy ends it before it gets as far as forking.
            result = tree.run("dbus-daemon", f"--config-file={config}", "--fork", "--nopidfile",
                              "--print-pid=1")
            self.assertEqual(result.returncode, 0, result.stdout)


if __name__ == "__main__":
    unittest.main()
