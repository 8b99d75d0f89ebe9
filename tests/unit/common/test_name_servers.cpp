// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/name_servers.h"

#include <QTest>

using namespace pptp;

namespace {

const NameServers Full{"ppp0", {{0x0A630035}, {0x0A630036}}, {"example.com", "corp"}, {"example.net"}};
constexpr const char* FullText = "interface ppp0\nnameserver 10.99.0.53\nnameserver 10.99.0.54\n"
                                 "search example.com\nsearch corp\nroute example.net\nend\n";

} // namespace

class TestNameServers : public QObject {
    Q_OBJECT
private slots:
    void writesALineForEach() { QCOMPARE(nameServersText(Full), std::string(FullText)); }

    void readsWhatItWrites()
    {
        const NameServers plain{"ppp12", {{0x0A630035}}};
        for (const NameServers& names : {Full, plain})
            QVERIFY(parseNameServersText(nameServersText(names)) == names);
    }

    void refusesEveryCut()
    {
        const std::string text = FullText;
        for (std::size_t length = 0; length < text.size(); ++length)
            QVERIFY(!parseNameServersText(std::string_view(text).substr(0, length)));
    }

    void refusesAnythingElse_data()
    {
        QTest::addColumn<QByteArray>("text");
        const QByteArray good = "interface ppp0\nnameserver 10.0.0.1\n";
        const auto row = [](const char* name, const QByteArray& text) {
            QTest::newRow(name) << text + "end\n";
        };
        row("nothing", "");
        row("no server", "interface ppp0\n");
        row("no interface", "nameserver 10.0.0.1\n");
        row("two interfaces", good + "interface ppp1\n");
        row("an interface that is a path", "interface ../x\nnameserver 10.0.0.1\n");
        row("an interface that is too long", "interface abcdefghijklmnop\nnameserver 10.0.0.1\n");
        row("no address", good + "nameserver x\n");
        row("four servers", good + good.mid(15).repeated(3));
        row("no domain", good + "search -x\n");
        row("33 domains", good + QByteArray("search a.b\n").repeated(33));
        row("another word", good + "options rotate\n");
        row("an empty line", good + "\n");
        row("two words", good + "search a b\n");
        row("a control character", good + "search a\x1b\n");
    }

    void refusesAnythingElse()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parseNameServersText(text.toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestNameServers)
#include "test_name_servers.moc"
