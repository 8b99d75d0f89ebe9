// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resolvconf/resolvconf_program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace pptp;

class TestResolvconfProgram : public QObject {
    Q_OBJECT
private slots:
    void findsAProgramAndNotSystemdsLink()
    {
        const QTemporaryDir folder;
        const auto found = [&](const QString& name) {
            return ResolvconfProgram::find(folder.filePath(name).toStdString());
        };
        const auto add = [&](const QString& name) {
            QFile file(folder.filePath(name));
            return file.open(QFile::WriteOnly) &&
                   file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        };
        QVERIFY(!found("resolvconf"));
        QVERIFY(add("resolvectl") && QFile::link("resolvectl", folder.filePath("resolvconf")));
        QVERIFY(!found("resolvconf"));
        QVERIFY(QFile::remove(folder.filePath("resolvconf")));
        QVERIFY(add("openresolv") && QFile::link("openresolv", folder.filePath("resolvconf")));
        QVERIFY(found("resolvconf"));
    }
};

QTEST_APPLESS_MAIN(TestResolvconfProgram)
#include "test_resolvconf_program.moc"
