// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pptpctl/password_lines.h"

#include <QTest>

using namespace pptp;

namespace {

/// The next line, "error" for a bad one, or "nothing".
std::string next(PasswordLines& lines)
{
    const auto line = lines.take();
    if (!line)
        return "nothing";
    return *line ? "line " + std::string((*line)->reveal()) : "error";
}

} // namespace

class TestPasswordLines : public QObject {
    Q_OBJECT
private slots:
    void waitsForTheEndOfTheLine()
    {
        PasswordLines lines;
        QCOMPARE(next(lines), std::string("nothing"));
        for (const char* piece : {"se", "cret"}) {
            lines.feed(piece);
            QCOMPARE(next(lines), std::string("nothing"));
        }
        lines.feed("\n");
        QCOMPARE(next(lines), std::string("line secret"));
        QCOMPARE(next(lines), std::string("nothing"));
    }

    void keepsWhatWasTypedAhead()
    {
        PasswordLines lines;
        lines.feed("one\ntwo\nthr");
        QCOMPARE(next(lines), std::string("line one"));
        QCOMPARE(next(lines), std::string("line two"));
        QCOMPARE(next(lines), std::string("nothing"));
        lines.feed("ee\n");
        QCOMPARE(next(lines), std::string("line three"));
    }

    void takesALastLineWithoutANewline()
    {
        PasswordLines lines;
        lines.feed("secret");
        lines.end();
        QCOMPARE(next(lines), std::string("line secret"));
        QCOMPARE(next(lines), std::string("nothing"));
        QVERIFY(lines.hasEnded());
    }

    void refusesWhatIsNoPassword_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("good");
        QTest::newRow("empty") << QByteArray("\n") << false;
        QTest::newRow("a zero byte") << QByteArray("a\0b\n", 4) << false;
        QTest::newRow("longest") << QByteArray(255, 'x') + '\n' << true;
        QTest::newRow("too long") << QByteArray(256, 'x') + '\n' << false;
        QTest::newRow("without end") << QByteArray(100'000, 'x') << false;
        QTest::newRow("blanks") << QByteArray("  \n") << true;
        QTest::newRow("any byte") << QByteArray("\x01\xff\x7f\r\n") << true;
    }

    void refusesWhatIsNoPassword()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, good);
        PasswordLines lines;
        lines.feed(bytes.toStdString());
        QCOMPARE(next(lines), good ? "line " + bytes.chopped(1).toStdString() : std::string("error"));
        QCOMPARE(next(lines), std::string("nothing"));
    }
};

QTEST_APPLESS_MAIN(TestPasswordLines)
#include "test_password_lines.moc"
