// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "applet/icon_state.h"

#include <QGuiApplication>
#include <QImage>
#include <QTest>

namespace pptp {
namespace {

TunnelProperties tunnelIn(const QString& state)
{
    TunnelProperties tunnel;
    // "open" stands for a connected tunnel without encryption.
    tunnel.apply({{"State", state == "open" ? "connected" : state},
                  {"Protection", state == "open" ? "none" : "mppe128"}});
    return tunnel;
}

} // namespace

class TestIconState : public QObject {
    Q_OBJECT

private slots:
    void showsAllTunnelsTogether_data();
    void showsAllTunnelsTogether();
    void drawsEachStateInItsOwnShape();
};

void TestIconState::showsAllTunnelsTogether_data()
{
    QTest::addColumn<QStringList>("states");
    QTest::addColumn<IconState>("icon");

    QTest::newRow("no tunnels") << QStringList{} << IconState::Idle;
    QTest::newRow("disconnected") << QStringList{"disconnected"} << IconState::Idle;
    QTest::newRow("connecting") << QStringList{"connecting"} << IconState::Connecting;
    QTest::newRow("reconnecting") << QStringList{"reconnecting"} << IconState::Connecting;
    QTest::newRow("disconnecting") << QStringList{"disconnecting"} << IconState::Connecting;
    QTest::newRow("unknown") << QStringList{"dreaming"} << IconState::Connecting;
    QTest::newRow("connected") << QStringList{"connected"} << IconState::Connected;
    QTest::newRow("not encrypted") << QStringList{"open"} << IconState::Warning;
    QTest::newRow("failed") << QStringList{"failed"} << IconState::Error;
    QTest::newRow("one of two connected") << QStringList{"disconnected", "connected"} << IconState::Connected;
    QTest::newRow("one not encrypted") << QStringList{"open", "connected"} << IconState::Warning;
    QTest::newRow("a failure beside connected ones")
        << QStringList{"connected", "failed"} << IconState::Warning;
    QTest::newRow("a failure beside resting ones")
        << QStringList{"disconnected", "failed"} << IconState::Error;
    QTest::newRow("an attempt beside a failure")
        << QStringList{"failed", "connecting", "connected"} << IconState::Connecting;
}

void TestIconState::showsAllTunnelsTogether()
{
    QFETCH(QStringList, states);
    QList<TunnelProperties> tunnels;
    for (const QString& state : states)
        tunnels.append(tunnelIn(state));
    QTEST(iconStateOf(tunnels), "icon");
}

void TestIconState::drawsEachStateInItsOwnShape()
{
    QList<QImage> shapes;
    for (const IconState state : {IconState::Idle, IconState::Connecting, IconState::Connected,
                                  IconState::Warning, IconState::Error}) {
        const QIcon builtIn(":/icons/" + iconName(state) + ".svg");
        // Null without Qt's SVG plugin.
        const QImage shape = builtIn.pixmap(22).toImage().convertToFormat(QImage::Format_Alpha8);
        QVERIFY2(!shape.isNull(), qPrintable(iconName(state)));
        QVERIFY2(!shapes.contains(shape), qPrintable(iconName(state)));
        QVERIFY(!iconOf(state).isNull());
        shapes.append(shape);
    }
}

} // namespace pptp

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    pptp::TestIconState test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_icon_state.moc"
