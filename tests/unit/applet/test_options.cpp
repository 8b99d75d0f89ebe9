// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/options.h"

#include <QTest>

namespace pptp {

class TestOptions : public QObject {
    Q_OBJECT

private slots:
    void runsWithoutOptions()
    {
        const AppletOptions options = AppletOptions::parse({});
        QVERIFY(!options.help && !options.version && options.bus.isEmpty() && options.error.isEmpty());
    }

    void knowsHelpAndVersion()
    {
        QVERIFY(AppletOptions::parse({"-h"}).help);
        QVERIFY(AppletOptions::parse({"--help"}).help);
        QVERIFY(AppletOptions::parse({"--version"}).version);
        QVERIFY(AppletOptions::helpText().contains("--version"));
    }

    void takesTheBusOfTests()
    {
        QCOMPARE(AppletOptions::parse({"--bus", "unix:path=/x"}).bus, "unix:path=/x");
        QVERIFY(!AppletOptions::helpText().contains("--bus"));
    }

    void refusesAnythingElse()
    {
        QCOMPARE(AppletOptions::parse({"--hepl", "x"}).error, "“--hepl” is not understood.");
        QCOMPARE(AppletOptions::parse({"--bus"}).error, "“--bus” is not understood.");
    }
};

} // namespace pptp

QTEST_APPLESS_MAIN(pptp::TestOptions)
#include "test_options.moc"
