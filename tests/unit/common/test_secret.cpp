// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/secret.h"

#include <array>
#include <memory>
#include <new>
#include <type_traits>

#include <QTest>

using namespace pptp;

namespace {

// 200 bytes live on the heap, 9 within the string object itself: both ways have to be clean.
const std::string longText(200, 'S');
const std::string shortText("s3cr3t-!!");

/// A Secret in memory that outlives it, so that what it leaves behind can be looked at.
class Place {
public:
    explicit Place(const std::string& text) { m_secret = new (m_memory.data()) Secret(std::string(text)); }
    Secret& secret() { return *m_secret; }
    void destroy() { m_secret->~Secret(); }
    [[nodiscard]] bool holds(std::string_view text) const
    {
        const std::string_view bytes(reinterpret_cast<const char*>(m_memory.data()), m_memory.size());
        return bytes.find(text) != bytes.npos;
    }

private:
    alignas(Secret) std::array<std::byte, sizeof(Secret)> m_memory{};
    Secret* m_secret;
};

} // namespace

class TestSecret : public QObject {
    Q_OBJECT
private slots:
    void cannotBeCopied();
    void takesTheBytesAndWipesTheirSource_data();
    void takesTheBytesAndWipesTheirSource();
    void movingLeavesNothing_data();
    void movingLeavesNothing();
    void wipesItselfAtItsEnd();
    void wipesWhatItHeldBefore();
    void isUnharmedByItself();
    void wipesTheWholeCapacity();
};

void TestSecret::cannotBeCopied()
{
    static_assert(!std::is_copy_constructible_v<Secret>);
    static_assert(!std::is_copy_assignable_v<Secret>);
    static_assert(!std::is_convertible_v<Secret, std::string>);
    static_assert(!std::is_constructible_v<Secret, const std::string&>, "a source that stays is not wiped");
    QVERIFY(Secret().empty());
}

void TestSecret::takesTheBytesAndWipesTheirSource_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("short") << QByteArray::fromStdString(shortText);
    QTest::newRow("long") << QByteArray::fromStdString(longText);
    QTest::newRow("any byte") << QByteArray("\x01\xff\x00\n", 4);
}

void TestSecret::takesTheBytesAndWipesTheirSource()
{
    QFETCH(QByteArray, text);
    std::string source = text.toStdString();
    const char* where = source.data();
    const std::size_t length = source.size();
    const Secret secret(std::move(source));
    QCOMPARE(std::string(secret.reveal()), text.toStdString());
    // The source still owns its memory: wiping in place, not moving, is what it is about.
    QVERIFY(source.data() == where); // NOLINT(bugprone-use-after-move)
    QCOMPARE(std::string(where, length), std::string(length, '\0'));
}

void TestSecret::movingLeavesNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("short") << QByteArray::fromStdString(shortText);
    QTest::newRow("long") << QByteArray::fromStdString(longText);
}

void TestSecret::movingLeavesNothing()
{
    QFETCH(QByteArray, text);
    Place place(text.toStdString());
    const char* where = place.secret().reveal().data();
    const Secret target(std::move(place.secret()));
    QCOMPARE(std::string(target.reveal()), text.toStdString());
    QVERIFY(place.secret().empty());
    QCOMPARE(*where, '\0');
    QVERIFY(!place.holds(shortText));

    Secret assigned;
    Place other(text.toStdString());
    where = other.secret().reveal().data();
    assigned = std::move(other.secret());
    QCOMPARE(std::string(assigned.reveal()), text.toStdString());
    QVERIFY(other.secret().empty());
    QCOMPARE(*where, '\0');
    place.destroy();
    other.destroy();
}

void TestSecret::wipesItselfAtItsEnd()
{
    Place place(shortText);
    QVERIFY(place.holds(shortText));
    place.destroy();
    QVERIFY(!place.holds(shortText));
    QVERIFY(!place.holds(shortText.substr(1)));
}

void TestSecret::wipesWhatItHeldBefore()
{
    Place place(shortText);
    place.secret() = Secret(std::string("x"));
    QVERIFY(!place.holds(shortText.substr(2)));
    QCOMPARE(std::string(place.secret().reveal()), std::string("x"));
    place.destroy();
}

void TestSecret::isUnharmedByItself()
{
    Secret secret{std::string(shortText)};
    Secret& same = secret;
    secret = std::move(same);
    QCOMPARE(std::string(secret.reveal()), shortText);
}

void TestSecret::wipesTheWholeCapacity()
{
    std::string bytes = longText;
    const char* where = bytes.data();
    bytes.resize(3); // the rest is still there, behind the end
    wipe(bytes);
    QVERIFY(bytes.empty());
    QVERIFY(bytes.data() == where);
    QCOMPARE(std::string(where, longText.size()), std::string(longText.size(), '\0'));
}

QTEST_APPLESS_MAIN(TestSecret)
#include "test_secret.moc"
