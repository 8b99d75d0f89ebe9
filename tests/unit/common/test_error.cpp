// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/error.h"

#include <set>
#include <vector>

#include <QRegularExpression>
#include <QTest>

using namespace pptp;

namespace {

std::vector<ErrorCode> allCodes()
{
    std::vector<ErrorCode> codes;
    for (int i = 0; i <= static_cast<int>(ErrorCode::ServiceMissing); ++i)
        codes.push_back(static_cast<ErrorCode>(i));
    return codes;
}

} // namespace

class TestError : public QObject {
    Q_OBJECT
private slots:
    void everyCodeHasNamesOfItsOwn();
    void codesAreFoundByBothNames();
    void unknownNamesAreNotFound();
    void busNamesAreLegal();
    void exitCodesAreThoseOfPptpctl_data();
    void exitCodesAreThoseOfPptpctl();
    void tellsWhatTheSystemRefused();
};

void TestError::everyCodeHasNamesOfItsOwn()
{
    std::set<std::string_view> names;
    std::set<std::string_view> busNames;
    for (const ErrorCode code : allCodes()) {
        names.insert(errorCodeName(code));
        busNames.insert(errorBusName(code));
    }
    QCOMPARE(names.size(), allCodes().size());
    QCOMPARE(busNames.size(), allCodes().size());
}

void TestError::codesAreFoundByBothNames()
{
    for (const ErrorCode code : allCodes()) {
        QVERIFY(errorFromCodeName(errorCodeName(code)) == code);
        QVERIFY(errorFromBusName(errorBusName(code)) == code);
    }
}

void TestError::unknownNamesAreNotFound()
{
    for (const char* name : {"", "auth", "Auth-Refused", "auth-refused "})
        QVERIFY(!errorFromCodeName(name));
    for (const char* name : {"", "AuthRefused", "org.pptptunnel.Tunnels1.Error."})
        QVERIFY(!errorFromBusName(name));
}

void TestError::busNamesAreLegal()
{
    const QRegularExpression legal("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+$");
    for (const ErrorCode code : allCodes())
        QVERIFY(legal.match(QString::fromUtf8(errorBusName(code).data())).hasMatch());
}

void TestError::exitCodesAreThoseOfPptpctl_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("exitCode");
    const auto row = [](ErrorCode code, int exitCode) {
        QTest::newRow(errorCodeName(code).data()) << static_cast<int>(code) << exitCode;
    };
    row(ErrorCode::InvalidArguments, 2);
    row(ErrorCode::TimedOut, 3);
    row(ErrorCode::ConnectionRefused, 4);
    row(ErrorCode::NotConnected, 5);
    row(ErrorCode::ServiceMissing, 8);
    row(ErrorCode::NotFound, 10);
    row(ErrorCode::NotAuthorised, 11);
    row(ErrorCode::AuthRefused, 12);
}

void TestError::exitCodesAreThoseOfPptpctl()
{
    QFETCH(int, code);
    QFETCH(int, exitCode);
    QCOMPARE(errorExitCode(static_cast<ErrorCode>(code)), exitCode);
}

void TestError::tellsWhatTheSystemRefused()
{
    const Error error = errnoError(ErrorCode::ConfigureFailed, "/dev/net", ENOENT);
    QCOMPARE(error.code, ErrorCode::ConfigureFailed);
    QCOMPARE(error.detail, std::string("/dev/net: No such file or directory"));
    QCOMPARE(error.numbers, (ErrorNumbers{{"errno", ENOENT}}));
    QVERIFY(error.peerText.empty());
}

QTEST_APPLESS_MAIN(TestError)
#include "test_error.moc"
