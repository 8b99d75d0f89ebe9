// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/translation.h"

#include <QTest>

using namespace pptp;

class TestTranslation : public QObject {
    Q_OBJECT

private slots:
    void takesTheFirstLanguageThereIs_data()
    {
        QTest::addColumn<QStringList>("languages");
        QTest::addColumn<QString>("language");
        QTest::newRow("German") << QStringList{"de-DE", "de"} << "de_DE";
        QTest::newRow("Austrian German") << QStringList{"de-AT"} << "de_DE";
        QTest::newRow("English before German") << QStringList{"en-GB", "de-DE"} << "en";
        QTest::newRow("French, then German") << QStringList{"fr-FR", "de-DE"} << "de_DE";
        QTest::newRow("C") << QStringList{"C"} << "en";
        QTest::newRow("none") << QStringList{} << "en";
    }
    void takesTheFirstLanguageThereIs()
    {
        QFETCH(QStringList, languages);
        QTranslator translator;
        QVERIFY(loadTranslation(translator, languages));
        QTEST(translator.language(), "language");
    }
};

QTEST_GUILESS_MAIN(TestTranslation)
#include "test_translation.moc"
