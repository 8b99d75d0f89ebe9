// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/ppp/protection.h"

#include <QTest>

using namespace pptp;

namespace {

using Change = void (*)(Profile&);
using Words = std::vector<std::string>;

void nothing(Profile&) {}
void unencrypted(Profile& profile)
{
    profile.requireMppe = false;
}
void shortKeys(Profile& profile)
{
    profile.requireMppe128 = false;
}
void stateful(Profile& profile)
{
    profile.allowStatefulMppe = true;
}
void everyMethod(Profile& profile)
{
    profile.allowPap = profile.allowChap = profile.allowMschap = profile.allowEap = true;
}
void everything(Profile& profile)
{
    everyMethod(profile);
    unencrypted(profile);
}

Profile changed(Change change)
{
    Profile profile;
    change(profile);
    return profile;
}

PppUp upWith(const char* authentication, std::uint32_t bits, bool stateless)
{
    PppUp up;
    up.authentication = authentication;
    up.encryption = "as in the row";
    up.mppeBits = bits;
    up.mppeStateless = stateless;
    return up;
}

QByteArray joined(const Words& words)
{
    QByteArray all;
    for (const std::string& word : words)
        all += QByteArray::fromStdString(word) + ' ';
    return all.trimmed();
}

} // namespace
Q_DECLARE_METATYPE(Change)

class TestProtection : public QObject {
    Q_OBJECT
private slots:
    void judgesWhatWasAgreedOn_data();
    void judgesWhatWasAgreedOn();
    void tellsPppdWhatTheProfileSays_data();
    void tellsPppdWhatTheProfileSays();
    void namesEveryWeakness_data();
    void namesEveryWeakness();
    void givesThePasswordToAllowedMethodsOnly();
    void everySettingThatIsNoWeaknessIsCheckedAgainstTheLink();
};

void TestProtection::judgesWhatWasAgreedOn_data()
{
    using enum ErrorCode;
    constexpr int Good = -1;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("authentication");
    QTest::addColumn<quint32>("bits");
    QTest::addColumn<bool>("stateless");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, Change change, const char* authentication, quint32 bits,
                        bool stateless, int code) {
        QTest::newRow(name) << change << QString(authentication) << bits << stateless << code;
    };
    const auto bad = [](ErrorCode code) { return static_cast<int>(code); };
    row("as required", nothing, "mschapv2", 128, true, Good);
    row("lost encryption", nothing, "mschapv2", 0, false, bad(EncryptionRequired));
    row("40 bits", nothing, "mschapv2", 40, true, bad(EncryptionTooWeak));
    row("56 bits", nothing, "mschapv2", 56, true, bad(EncryptionTooWeak));
    row("stateful", nothing, "mschapv2", 128, false, bad(EncryptionTooWeak));
    row("version 1", nothing, "mschap", 128, true, bad(AuthMethod));
    row("PAP", nothing, "pap", 128, true, bad(AuthMethod));
    row("no authentication", nothing, "none", 128, true, bad(AuthMethod));
    row("40 bits allowed", shortKeys, "mschapv2", 40, true, Good);
    row("40 bits allowed, but not stateful", shortKeys, "mschapv2", 40, false, bad(EncryptionTooWeak));
    row("40 bits allowed, but some", shortKeys, "mschapv2", 0, false, bad(EncryptionRequired));
    row("stateful allowed", stateful, "mschapv2", 128, false, Good);
    row("stateful allowed, but not 40 bits", stateful, "mschapv2", 40, false, bad(EncryptionTooWeak));
    row("none allowed", unencrypted, "mschapv2", 0, false, Good);
    row("none allowed, but not PAP", unencrypted, "pap", 0, false, bad(AuthMethod));
    row("none allowed, none asked for", unencrypted, "none", 0, false, Good);
    row("methods allowed, but useless", everyMethod, "pap", 128, true, bad(AuthMethod));
    row("version 1 allowed", everyMethod, "mschap", 128, true, Good);
    row("PAP allowed", everything, "pap", 0, false, Good);
    row("EAP allowed", everything, "eap", 0, false, Good);
    row("a method that nobody knows", everything, "spap", 0, false, bad(AuthMethod));
}

void TestProtection::judgesWhatWasAgreedOn()
{
    QFETCH(Change, change);
    QFETCH(QString, authentication);
    QFETCH(quint32, bits);
    QFETCH(bool, stateless);
    QFETCH(int, code);
    const auto judged =
        protectionSatisfies(changed(change), upWith(authentication.toLatin1().constData(), bits, stateless));
    QCOMPARE(judged ? -1 : static_cast<int>(judged.error().code), code);
}

void TestProtection::tellsPppdWhatTheProfileSays_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("default") << Change(nothing)
                             << QByteArray("refuse-pap refuse-chap refuse-mschap refuse-eap require-mppe-128 "
                                           "nomppe-40 nomppe-stateful");
    QTest::newRow("40 bits") << Change(shortKeys)
                             << QByteArray("refuse-pap refuse-chap refuse-mschap refuse-eap require-mppe "
                                           "nomppe-stateful");
    QTest::newRow("stateful") << Change(stateful)
                              << QByteArray(
                                     "refuse-pap refuse-chap refuse-mschap refuse-eap require-mppe-128 "
                                     "nomppe-40 mppe-stateful");
    QTest::newRow("no encryption") << Change(unencrypted)
                                   << QByteArray("refuse-pap refuse-chap refuse-mschap refuse-eap nomppe");
    QTest::newRow("methods without keys are of no use with MPPE")
        << Change(everyMethod)
        << QByteArray("refuse-pap refuse-chap refuse-eap require-mppe-128 nomppe-40 nomppe-stateful");
    QTest::newRow("everything") << Change(everything) << QByteArray("nomppe");
    QTest::newRow("not even version 2")
        << Change([](Profile& profile) { profile.allowMschapV2 = false; })
        << QByteArray("refuse-pap refuse-chap refuse-mschap refuse-mschap-v2 refuse-eap require-mppe-128 "
                      "nomppe-40 nomppe-stateful");
}

void TestProtection::tellsPppdWhatTheProfileSays()
{
    QFETCH(Change, change);
    QTEST(joined(protectionArguments(changed(change))), "words");
}

void TestProtection::namesEveryWeakness_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("default") << Change(nothing) << QByteArray();
    QTest::newRow("40 bits") << Change(shortKeys) << QByteArray("require-mppe-128=no");
    QTest::newRow("stateful") << Change(stateful) << QByteArray("mppe-stateful=yes");
    QTest::newRow("no encryption") << Change(unencrypted) << QByteArray("require-mppe=no");
    QTest::newRow("methods, most of them useless") << Change(everyMethod) << QByteArray("refuse-mschap=no");
    QTest::newRow("everything") << Change(everything)
                                << QByteArray("refuse-pap=no refuse-chap=no refuse-mschap=no refuse-eap=no "
                                              "require-mppe=no");
    QTest::newRow("useless without encryption") << Change([](Profile& profile) {
        unencrypted(profile);
        shortKeys(profile);
        stateful(profile);
    }) << QByteArray("require-mppe=no");
    QTest::newRow("less is allowed") << Change([](Profile& profile) { profile.allowMschapV2 = false; })
                                     << QByteArray();
}

void TestProtection::namesEveryWeakness()
{
    QFETCH(Change, change);
    QTEST(joined(weaknesses(changed(change))), "words");
}

void TestProtection::givesThePasswordToAllowedMethodsOnly()
{
    const Profile profile;
    for (const char* method : {"pap", "chap-md5", "mschap", "eap", "none", "", "PAP"})
        QVERIFY2(!allowsAuthentication(profile, method), method);
    QVERIFY(allowsAuthentication(profile, "mschapv2"));
    const Profile open = changed(everything);
    for (const char* method : {"pap", "chap-md5", "mschap", "mschapv2", "eap"})
        QVERIFY2(allowsAuthentication(open, method), method);
}

/// Whatever a profile without a weakness says, only the best link satisfies it.
void TestProtection::everySettingThatIsNoWeaknessIsCheckedAgainstTheLink()
{
    for (unsigned settings = 0; settings < 256; ++settings) {
        Profile profile;
        bool* const flags[]{&profile.allowPap,       &profile.allowChap,        &profile.allowMschap,
                            &profile.allowMschapV2,  &profile.allowEap,         &profile.requireMppe,
                            &profile.requireMppe128, &profile.allowStatefulMppe};
        for (unsigned i = 0; i < 8; ++i)
            *flags[i] = (settings >> i & 1U) != 0;
        if (!weaknesses(profile).empty())
            continue;
        for (const char* method : {"none", "pap", "chap-md5", "mschap", "mschapv2", "eap"}) {
            for (const std::uint32_t bits : {0U, 40U, 56U, 128U}) {
                for (const bool stateless : {false, true}) {
                    const bool best = std::string_view(method) == "mschapv2" && bits == 128 && stateless;
                    QVERIFY(best || !protectionSatisfies(profile, upWith(method, bits, stateless)));
                }
            }
        }
    }
}

QTEST_APPLESS_MAIN(TestProtection)
#include "test_protection.moc"
