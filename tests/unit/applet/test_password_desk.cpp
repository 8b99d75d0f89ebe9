// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// The applet's part of a Connect that somebody else makes, with the daemon's real bus side.

#include "applet/password_desk.h"

#include "tests/unit/client/private_bus.h"

#include <QApplication>
#include <QTest>

namespace pptp {

class TestPasswordDesk : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_outcome.reset();
        m_bus = std::make_unique<fakes::PrivateBus>();
        QVERIFY(m_bus->start());
        QVERIFY(m_bus->startService({"--ask"}));
        m_client = std::make_unique<TunnelsClient>(QDBusConnection::connectToBus(m_bus->address(), "desk"));
        m_desk = std::make_unique<PasswordDesk>(*m_client);
        bool registered = false;
        connect(m_desk->findChild<SecretAgent*>(), &SecretAgent::registered, this,
                [&registered](const auto& error) { registered = !error; });
        m_client->start();
        QTRY_VERIFY(registered);
        m_client->matching("work").first()->connectTunnel(
            {}, this, [this](const std::optional<RemoteError>& error) {
                m_outcome = error ? error->codeName : QString("connected");
            });
    }

    void cleanup()
    {
        m_desk.reset();
        m_client.reset();
        QDBusConnection::disconnectFromBus("desk");
        m_bus.reset();
    }

    void asksInAWindowAndConnects()
    {
        QTRY_VERIFY(dialog());
        answer("secret");
        QTRY_COMPARE(m_outcome, std::optional<QString>("connected"));
        QTRY_VERIFY(!dialog());
    }

    void asksAgainAfterARefusal()
    {
        for (int attempt = 1; attempt <= 3; ++attempt) {
            QTRY_VERIFY(dialog() && dialog()->prompt().attempt == uint(attempt));
            QCOMPARE(dialog()->findChild<QLabel*>("refusal") != nullptr, attempt > 1);
            answer("wrong");
        }
        QTRY_COMPARE(m_outcome, std::optional<QString>("auth-refused"));
    }

    void aClosedWindowDeclines()
    {
        QTRY_VERIFY(dialog());
        dialog()->reject();
        QTRY_COMPARE(m_outcome, std::optional<QString>("no-secrets"));
    }

    void theWindowGoesWithTheQuestion()
    {
        QTRY_VERIFY(dialog());
        m_client->matching("work").first()->disconnectTunnel({}, this, [](const auto&) {});
        QTRY_VERIFY(!dialog());
        QTRY_COMPARE(m_outcome, std::optional<QString>("cancelled"));
    }

    void theWindowGoesWithTheService()
    {
        QTRY_VERIFY(dialog());
        m_bus->killService();
        QTRY_VERIFY(!dialog());
    }

private:
    /// The one on the screen.
    static PasswordDialog* dialog()
    {
        for (QWidget* window : QApplication::topLevelWidgets()) {
            auto* found = qobject_cast<PasswordDialog*>(window);
            if (found && found->isVisible())
                return found;
        }
        return nullptr;
    }

    static void answer(const QString& password)
    {
        auto* field = dialog()->findChild<QLineEdit*>("password");
        QTest::keyClicks(field, password);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<fakes::PrivateBus> m_bus;
    std::unique_ptr<TunnelsClient> m_client;
    std::unique_ptr<PasswordDesk> m_desk;
    std::optional<QString> m_outcome;
};

} // namespace pptp

QTEST_MAIN(pptp::TestPasswordDesk)
#include "test_password_desk.moc"
