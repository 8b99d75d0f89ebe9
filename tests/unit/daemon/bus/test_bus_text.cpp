// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/bus_text.h"

#include <QTest>

using namespace pptp;
using namespace Qt::StringLiterals;

class TestBusText : public QObject {
    Q_OBJECT
private slots:
    void makesTextFitForTheBus_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("vpn.example.com") << QByteArray("vpn.example.com");
        QTest::newRow("umlauts") << QByteArray("Zugriff für Ärzte") << QByteArray("Zugriff für Ärzte");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("latin-1") << QByteArray("f\xfcr") << QByteArray("f\xef\xbf\xbdr");
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80x")
                                   << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx");
        QTest::newRow("escape sequence") << QByteArray("\x1b[31mred") << QByteArray(" [31mred");
        QTest::newRow("lines") << QByteArray("a\r\nb") << QByteArray("a  b");
        QTest::newRow("line separator") << QByteArray("a\xe2\x80\xa8"
                                                      "b")
                                        << QByteArray("a b");
        QTest::newRow("right-to-left override") << QByteArray("a\xe2\x80\xae"
                                                              "b")
                                                << QByteArray("a b");
        QTest::newRow("nul") << QByteArray("a\0b", 3) << QByteArray("a b");
    }

    void makesTextFitForTheBus()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(busText(text.toStdString())), expected);
    }

    void cutsLongText()
    {
        QCOMPARE(busText(std::string(100'000, 'x')), std::string(MaxBusTextCharacters, 'x'));
    }

    void neverCutsInsideACharacter()
    {
        // One letter shifts the pairs of surrogates so that the limit falls between two halves.
        const QString text = "x" + QString(2 * int(MaxBusTextCharacters), u' ').replace(" ", u"\U0001F600"_s);
        const QString cut = QString::fromStdString(busText(text.toStdString()));
        QCOMPARE(cut.size(), qsizetype(MaxBusTextCharacters) - 1);
        QVERIFY(cut.isValidUtf16());
    }
};

QTEST_APPLESS_MAIN(TestBusText)
#include "test_bus_text.moc"
