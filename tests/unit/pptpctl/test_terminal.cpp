// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/terminal.h"

#include <QTest>

using namespace pptp;

class TestTerminal : public QObject {
    Q_OBJECT

private slots:
    void keepsEverythingWithUtf8()
    {
        QCOMPARE(Terminal{.utf8 = true}.encode("● “a” → ü…"), QByteArray("● “a” → ü…"));
    }

    void writesPlainSignsWithoutUtf8_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("marks") << "● ◐ ○ ✗" << QByteArray("* ~ - x");
        QTest::newRow("punctuation") << "“a” → b … — „c“" << QByteArray("\"a\" -> b ... - \"c\"");
        QTest::newRow("German") << "Größe übrig" << QByteArray("Groesse uebrig");
        QTest::newRow("everything else") << "漢🙂." << QByteArray("??.");
    }
    void writesPlainSignsWithoutUtf8()
    {
        QFETCH(QString, text);
        QTEST(Terminal{.utf8 = false}.encode(text), "bytes");
    }

    void paintsOnlyWithColor()
    {
        QCOMPARE(Terminal{.color = false}.paint("●", "32"), "●");
        QCOMPARE(Terminal{.color = true}.paint("●", "32"), "\x1b[32m●\x1b[0m");
    }

    void knowsWhetherTheLocaleIsUtf8_data()
    {
        QTest::addColumn<bool>("utf8");
        QTest::newRow("C") << false;
        QTest::newRow("C.UTF-8") << true;
        QTest::newRow("xx_XX.UTF-8") << true; // Not installed anywhere, but its meaning is clear.
        QTest::newRow("de_DE.ISO-8859-1") << false;
    }
    void knowsWhetherTheLocaleIsUtf8()
    {
        qunsetenv("LC_CTYPE");
        qputenv("LC_ALL", QTest::currentDataTag());
        QTEST(adoptLocale(), "utf8");
    }
};

QTEST_APPLESS_MAIN(TestTerminal)
#include "test_terminal.moc"
