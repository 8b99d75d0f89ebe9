// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/error_text.h"
#include "client/translation.h"

#include <QTest>

using namespace pptp;

namespace {

constexpr int codes = static_cast<int>(ErrorCode::ServiceMissing) + 1;

TunnelProperties work()
{
    TunnelProperties tunnel;
    tunnel.name = "work";
    tunnel.server = "vpn.example.com";
    return tunnel;
}

void addCodes()
{
    QTest::addColumn<ErrorCode>("code");
    for (int i = 0; i < codes; ++i) {
        const auto code = static_cast<ErrorCode>(i);
        QTest::newRow(RemoteError::of(code).codeName.toLatin1().constData()) << code;
    }
}

} // namespace

class TestErrorText : public QObject {
    Q_OBJECT

private slots:
    void everyCodeHasASentence_data() { addCodes(); }
    void everyCodeHasASentence()
    {
        QFETCH(ErrorCode, code);
        const ErrorText text = ErrorText::of(RemoteError::of(code), work());
        QVERIFY(text.sentence != ErrorText::of({}).sentence);
        QVERIFY2(text.sentence.endsWith('.') || text.sentence.endsWith('?'), qPrintable(text.sentence));
        QVERIFY2(!(text.sentence + text.hint).contains('%'), qPrintable(text.sentence + text.hint));
    }

    void everyCodeHasASentenceOfItsOwn()
    {
        QSet<QString> sentences;
        for (int i = 0; i < codes; ++i)
            sentences.insert(ErrorText::of(RemoteError::of(static_cast<ErrorCode>(i)), work()).sentence);
        QCOMPARE(sentences.size(), codes - 1); // NoRoute and NetworkDown share theirs.
    }

    void namesTheServer()
    {
        QCOMPARE(ErrorText::of(RemoteError::of(ErrorCode::NameUnresolved), work()).sentence,
                 "The server name “vpn.example.com” could not be found.");
    }

    void saysWhyTheServerRefusedTheCall_data()
    {
        QTest::addColumn<RemoteError>("error");
        QTest::addColumn<QString>("sentence");
        const auto rejected = [](const QString& peerText, const QMap<QString, qlonglong>& numbers) {
            return RemoteError{
                .codeName = "call-rejected", .detail = {}, .peerText = peerText, .numbers = numbers};
        };
        QTest::newRow("nothing known")
            << rejected({}, {}) << "The server refused the call: it gave no reason.";
        QTest::newRow("result") << rejected({}, {{"result-code", 4}})
                                << "The server refused the call: busy (result 4).";
        QTest::newRow("result and error")
            << rejected({}, {{"result-code", 2}, {"error-code", 6}})
            << "The server refused the call: an error of the server itself (result 2, error 6).";
        QTest::newRow("words") << rejected("busy", {{"result-code", 4}})
                               << "The server refused the call: “busy”.";
    }
    void saysWhyTheServerRefusedTheCall()
    {
        QFETCH(RemoteError, error);
        QTEST(ErrorText::of(error).sentence, "sentence");
    }

    void namesTheMethodThatTheServerWants()
    {
        RemoteError error = RemoteError::of(ErrorCode::AuthMethod);
        const QString general = ErrorText::of(error).sentence;
        error.numbers["wanted-authentication"] = 1;
        QCOMPARE(ErrorText::of(error).sentence, "The server wants PAP, which this tunnel does not allow.");
        for (const qlonglong unknown : {0, -1, 6, 77}) {
            error.numbers["wanted-authentication"] = unknown;
            QCOMPARE(ErrorText::of(error).sentence, general);
        }
    }

    void tellsAnAccountThatIsClosedForNowFromADisabledOne()
    {
        RemoteError error = RemoteError::of(ErrorCode::AccountDisabled);
        const QString disabled = ErrorText::of(error).sentence;
        error.numbers["mschap-error"] = 647;
        QCOMPARE(ErrorText::of(error).sentence, disabled);
        error.numbers["mschap-error"] = 646;
        QCOMPARE(ErrorText::of(error).sentence,
                 "The account may not be used at this time of the day or week.");
    }

    void quotesTheServerAfterAnyOtherSentence()
    {
        RemoteError error = RemoteError::of(ErrorCode::AuthRefused);
        error.peerText = "Access denied";
        QCOMPARE(ErrorText::of(error).sentence,
                 "The server refused this user name or password. The server said: “Access denied”.");
    }

    void showsTheDetailOfInvalidSettings()
    {
        QCOMPARE(
            ErrorText::of(RemoteError::of(ErrorCode::InvalidSettings, "mtu: 1 is too small"), work()).hint,
            "mtu: 1 is too small");
    }

    void hasWordsForAnErrorFromTheFuture()
    {
        const ErrorText text =
            ErrorText::of({.codeName = "dns-failed", .detail = "no server", .peerText = {}, .numbers = {}});
        QCOMPARE(text.sentence, "Something unexpected went wrong.");
        QCOMPARE(text.hint, "no server");
    }

    void everyCodeSpeaksGerman_data() { addCodes(); }
    void everyCodeSpeaksGerman()
    {
        QFETCH(ErrorCode, code);
        const QString english = ErrorText::of(RemoteError::of(code), work()).sentence;
        QTranslator translator;
        QVERIFY(loadTranslation(translator, {"de-DE"}));
        QCoreApplication::installTranslator(&translator);
        const QString german = ErrorText::of(RemoteError::of(code), work()).sentence;
        QCoreApplication::removeTranslator(&translator);
        QVERIFY2(german != english, qPrintable(german));
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "test_error_text.moc"
