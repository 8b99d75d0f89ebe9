// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/printable_text.h"

#include <QTest>

using namespace pptp;

namespace {

const QByteArray R = "\xEF\xBF\xBD"; // U+FFFD

} // namespace

class TestPrintableText : public QObject {
    Q_OBJECT
private slots:
    void replacesWhatCannotBeShown_data();
    void replacesWhatCannotBeShown();
};

void TestPrintableText::replacesWhatCannotBeShown_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, QByteArray bytes, QByteArray text) {
        QTest::newRow(name) << bytes << text;
    };
    row("nothing", "", "");
    row("ASCII", "cananian ~!", "cananian ~!");
    row("two, three, four bytes", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
        "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    row("up to a NUL", QByteArray("ab\0cd", 5), "ab");
    row("ANSI", "\x1b[31mred\x1b[0m", R + "[31mred" + R + "[0m");
    row("lines", "a\r\nb\tc", "a" + R + R + "b" + R + "c");
    row("DEL", "a\x7f", "a" + R);
    row("C1 as UTF-8", "\xc2\x9b", R + R);
    row("C1 as a byte", "\x9b", R);
    row("Latin 1", "Andr\xe9!", "Andr" + R + "!");
    row("cut", "\xe2\x82", R + R);
    row("overlong", "\xc0\xaf", R + R);
    row("overlong NUL", "\xe0\x80\x80", R + R + R);
    row("surrogate", "\xed\xa0\x80", R + R + R);
    row("beyond Unicode", "\xf4\x90\x80\x80", R + R + R + R);
    row("FE, FF", "\xfe\xff", R + R);
    row("format strings stay", "%n%s%999d", "%n%s%999d");
}

void TestPrintableText::replacesWhatCannotBeShown()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(printableText(bytes.toStdString())), text);
}

QTEST_APPLESS_MAIN(TestPrintableText)
#include "test_printable_text.moc"
