// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/host_facts.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

class TestHostFacts : public QObject {
    Q_OBJECT
private slots:
    void knowsWhereAModuleIs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ModuleState>("state");
        QTest::newRow("loaded") << "sys/module/ppp_mppe/refcnt" << QByteArray("1") << ModuleState::Loaded;
        QTest::newRow("built in") << "modules/modules.builtin"
                                  << QByteArray("kernel/drivers/net/ppp/ppp_mppe.ko\n")
                                  << ModuleState::Loaded;
        QTest::newRow("to be loaded")
            << "modules/modules.dep" << QByteArray("kernel/a.ko:\nkernel/ppp/ppp_mppe.ko.xz: kernel/b.ko\n")
            << ModuleState::Available;
        QTest::newRow("another one's dependence")
            << "modules/modules.dep" << QByteArray("kernel/a.ko: kernel/ppp/ppp_mppe.ko\n")
            << ModuleState::Missing;
        QTest::newRow("a longer name")
            << "modules/modules.dep" << QByteArray("kernel/x_ppp_mppe.ko:\n") << ModuleState::Missing;
        QTest::newRow("no list of modules") << "modules/other" << QByteArray() << ModuleState::Unknown;
    }
    void knowsWhereAModuleIs()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QFileInfo(file).path()));
        QFile written(folder.filePath(file));
        QVERIFY(written.open(QFile::WriteOnly) && written.write(text) == text.size());
        written.close();
        const std::filesystem::path root = folder.path().toStdString();
        QTEST(moduleState("ppp_mppe", root / "sys", root / "modules"), "state");
    }

    void tellsWhyAProgramCannotBeUsed()
    {
        QVERIFY(!unusableProgram("/bin/sh"));
        QCOMPARE(unusableProgram("/no/such/pppd").value_or(""), "/no/such/pppd: No such file or directory");
        const QTemporaryDir folder;
        const std::string plugin = folder.filePath("p.so").toStdString();
        QFile file(folder.filePath("p.so"));
        QVERIFY(file.open(QFile::WriteOnly));
        QVERIFY(!unusableProgram(plugin)); // read, not run
    }
};

QTEST_GUILESS_MAIN(TestHostFacts)
#include "test_host_facts.moc"
