// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/printable_text.h"

#include <QTest>

using namespace std::string_literals;

class TestPrintableText : public QObject {
    Q_OBJECT
private slots:
    void keepsWhatIsPrintable_data();
    void keepsWhatIsPrintable();
    void replacesWhatIsNot_data();
    void replacesWhatIsNot();
    void endsAtTheFirstNul();
};

void TestPrintableText::keepsWhatIsPrintable_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << "";
    QTest::newRow("ASCII") << "MikroTik ~!";
    QTest::newRow("two bytes") << "Bär";
    QTest::newRow("three bytes") << "日本";
    QTest::newRow("four bytes") << "😀";
}

void TestPrintableText::keepsWhatIsPrintable()
{
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(pptp::printableText(text.toStdString())), text);
}

void TestPrintableText::replacesWhatIsNot_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("escape") << QByteArray("\x1b[31mred") << "\uFFFD[31mred";
    QTest::newRow("newline") << QByteArray("a\nb") << "a\uFFFDb";
    QTest::newRow("DEL") << QByteArray("a\x7f") << "a\uFFFD";
    QTest::newRow("C1 control") << QByteArray("\xc2\x9b") << "\uFFFD\uFFFD";
    QTest::newRow("lone continuation") << QByteArray("\x80z") << "\uFFFDz";
    QTest::newRow("cut short") << QByteArray("\xe6\x97") << "\uFFFD\uFFFD";
    QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << "\uFFFD\uFFFD";
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << "\uFFFD\uFFFD\uFFFD";
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << "\uFFFD\uFFFD\uFFFD\uFFFD";
    QTest::newRow("never a lead byte") << QByteArray("\xff") << "\uFFFD";
}

void TestPrintableText::replacesWhatIsNot()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(pptp::printableText(bytes.toStdString())), expected);
}

void TestPrintableText::endsAtTheFirstNul()
{
    QCOMPARE(QString::fromStdString(pptp::printableText("linux\0rest"s)), "linux");
}

QTEST_APPLESS_MAIN(TestPrintableText)
#include "test_printable_text.moc"
