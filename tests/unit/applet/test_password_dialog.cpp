// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/password_dialog.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>

namespace pptp {
namespace {

const SecretPrompt first{.request = "1",
                         .tunnelPath = "/org/pptptunnel/Tunnels1/tunnel/work",
                         .tunnel = "<b>work</b>",
                         .server = "vpn.example.com",
                         .user = "CORP\\alice",
                         .reason = {},
                         .attempt = 1,
                         .attempts = 3};

SecretPrompt second()
{
    SecretPrompt prompt = first;
    prompt.reason = "auth-refused";
    prompt.attempt = 2;
    return prompt;
}

QStringList texts(const QDialog& dialog)
{
    QStringList found;
    for (const QLabel* label : dialog.findChildren<QLabel*>())
        found.append(label->text());
    return found;
}

} // namespace

class TestPasswordDialog : public QObject {
    Q_OBJECT

private slots:
    void saysWhosePasswordItWants()
    {
        const PasswordDialog dialog(first);
        for (const char* fact : {"<b>work</b>", "vpn.example.com", "CORP\\alice"})
            QVERIFY2(texts(dialog).contains(fact), fact);
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            if (label->text() == first.tunnel)
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
        QVERIFY(!dialog.findChild<QLabel*>("refusal"));
    }

    void hidesWhatIsTypedUnlessAsked()
    {
        PasswordDialog dialog(first);
        auto* field = dialog.findChild<QLineEdit*>("password");
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        dialog.findChild<QCheckBox*>()->click();
        QCOMPARE(field->echoMode(), QLineEdit::Normal);
        dialog.findChild<QCheckBox*>()->click();
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        QVERIFY(!field->accessibleDescription().isEmpty());
    }

    void givesThePasswordOnce()
    {
        PasswordDialog dialog(first);
        dialog.show();
        QSignalSpy finished(&dialog, &QDialog::finished);
        auto* field = dialog.findChild<QLineEdit*>("password");
        QTest::keyClicks(field, "s3cret");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(std::string(dialog.takePassword().reveal()), std::string("s3cret"));
        QVERIFY(field->text().isEmpty());
        QVERIFY(dialog.takePassword().empty());
    }

    void givesUtf8()
    {
        PasswordDialog dialog(first);
        dialog.findChild<QLineEdit*>("password")->setText("pä€ss");
        QCOMPARE(std::string(dialog.takePassword().reveal()), std::string("p\xc3\xa4\xe2\x82\xacss"));
    }

    void takesNoneThatTheServiceWouldRefuse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("one character") << "x" << true;
        QTest::newRow("longest") << QString(255, 'x') << true;
        QTest::newRow("too long") << QString(256, 'x') << false;
        QTest::newRow("too long in bytes") << QString(128, QChar(0xe4)) << false;
    }

    void takesNoneThatTheServiceWouldRefuse()
    {
        QFETCH(QString, text);
        QFETCH(bool, good);
        PasswordDialog dialog(first);
        dialog.show();
        auto* field = dialog.findChild<QLineEdit*>("password");
        field->setText(text);
        QCOMPARE(dialog.findChild<QPushButton*>("connect")->isEnabled(), good);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(dialog.result(), int(good ? QDialog::Accepted : QDialog::Rejected));
        QCOMPARE(dialog.isVisible(), !good);
    }

    void tellsTheRefusalAndTheAttempt()
    {
        const PasswordDialog dialog(second());
        QCOMPARE(dialog.findChild<QLabel*>("refusal")->text(),
                 "The server refused this user name or password.");
        QCOMPARE(dialog.findChild<QLabel*>("attempt")->text(), "Attempt 2 of 3");
    }

    void escapeDeclines()
    {
        PasswordDialog dialog(first);
        dialog.show();
        const QSignalSpy finished(&dialog, &QDialog::finished);
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QCOMPARE(finished.size(), 1);
        QCOMPARE(dialog.result(), int(QDialog::Rejected));
    }
};

} // namespace pptp

QTEST_MAIN(pptp::TestPasswordDialog)
#include "test_password_dialog.moc"
