// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/result_text.h"
#include "client/translation.h"

#include <QSet>
#include <QTest>

using namespace pptp;

namespace {

struct Kind {
    ErrorCode code;
    const char* number;
    int first;
    int last; ///< The RFC knows numbers from the first to the last.
};

constexpr Kind kinds[]{{ErrorCode::ControlRejected, "result-code", 2, 5},
                       {ErrorCode::CallRejected, "result-code", 2, 7},
                       {ErrorCode::ClosedByServer, "result-code", 1, 4},
                       {ErrorCode::ClosedByServer, "stop-reason", 1, 3}};

} // namespace

class TestResultText : public QObject {
    Q_OBJECT

private slots:
    void wordsANumber_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QMap<QString, qlonglong>>("numbers");
        QTest::addColumn<QString>("words");
        using Numbers = QMap<QString, qlonglong>;
        using enum ErrorCode;
        QTest::newRow("nothing") << CallRejected << Numbers{{"errno", 5}} << "";
        QTest::newRow("busy") << CallRejected << Numbers{{"result-code", 4}, {"error-code", 0}}
                              << "busy (result 4)";
        QTest::newRow("not authorised")
            << ControlRejected << Numbers{{"result-code", 4}} << "this computer is not authorised (result 4)";
        QTest::newRow("on request") << ClosedByServer << Numbers{{"result-code", 4}}
                                    << "closed on request (result 4)";
        QTest::newRow("shut down") << ClosedByServer << Numbers{{"stop-reason", 3}}
                                   << "the server is being shut down (reason 3)";
        QTest::newRow("general") << CallRejected << Numbers{{"result-code", 2}, {"error-code", 4}}
                                 << "the server lacks resources (result 2, error 4)";
        QTest::newRow("error beside a result")
            << CallRejected << Numbers{{"result-code", 4}, {"error-code", 4}} << "busy (result 4, error 4)";
        QTest::newRow("unknown error") << CallRejected << Numbers{{"result-code", 2}, {"error-code", 77}}
                                       << "general error (result 2, error 77)";
        QTest::newRow("unknown result") << CallRejected << Numbers{{"result-code", 255}} << "result 255";
        QTest::newRow("unknown reason") << ClosedByServer << Numbers{{"stop-reason", 0}} << "reason 0";
    }
    void wordsANumber()
    {
        QFETCH(ErrorCode, code);
        using Numbers = QMap<QString, qlonglong>;
        QFETCH(Numbers, numbers);
        QTEST(ResultText::of(code, numbers), "words");
    }

    void everyNumberOfTheRfcHasWordsInBothLanguages()
    {
        QTranslator translator;
        QVERIFY(loadTranslation(translator, {"de-DE"}));
        for (const Kind& kind : kinds) {
            QSet<QString> all;
            for (int number = kind.first; number <= kind.last; ++number) {
                const QMap<QString, qlonglong> numbers{{kind.number, number}};
                const QString english = ResultText::of(kind.code, numbers);
                QVERIFY2(english.contains('('), qPrintable(english));
                QCoreApplication::installTranslator(&translator);
                const QString german = ResultText::of(kind.code, numbers);
                QCoreApplication::removeTranslator(&translator);
                QVERIFY2(german != english, qPrintable(german));
                all.insert(english);
            }
            QCOMPARE(all.size(), kind.last - kind.first + 1);
        }
    }

    void everyGeneralErrorHasWords()
    {
        for (int error = 1; error <= 6; ++error) {
            const QString words =
                ResultText::of(ErrorCode::CallRejected, {{"result-code", 2}, {"error-code", error}});
            QVERIFY2(!words.startsWith("general") && words.contains('('), qPrintable(words));
        }
    }
};

QTEST_GUILESS_MAIN(TestResultText)
#include "test_result_text.moc"
