// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/bus/guarded_object.h"

#include "daemon/bus/bus_guard.h"

namespace pptp {
namespace {

/// Errors of the bus pass, anything else becomes one of them.
template <class Argument>
std::function<void(Argument)> guarded(std::string name, std::function<void(Argument)> handler)
{
    if (!handler)
        return handler; // none stays none: it is how a property is read-only
    return [name = std::move(name), handler = std::move(handler)](Argument argument) {
        try {
            handler(std::forward<Argument>(argument));
        } catch (const sdbus::Error&) {
            throw;
        } catch (...) {
            logCurrentException(name.c_str());
            throw internalBusError();
        }
    };
}

class GuardedObject final : public sdbus::IObject {
public:
    explicit GuardedObject(std::unique_ptr<sdbus::IObject> object) : m_object(std::move(object)) {}

    void registerMethod(const std::string& interface, std::string name, std::string input, std::string output,
                        sdbus::method_callback handler, sdbus::Flags flags) override
    {
        auto safe = guarded(name, std::move(handler));
        m_object->registerMethod(interface, std::move(name), std::move(input), std::move(output),
                                 std::move(safe), flags);
    }
    void registerMethod(const std::string& interface, std::string name, std::string input,
                        const std::vector<std::string>& inputNames, std::string output,
                        const std::vector<std::string>& outputNames, sdbus::method_callback handler,
                        sdbus::Flags flags) override
    {
        auto safe = guarded(name, std::move(handler));
        m_object->registerMethod(interface, std::move(name), std::move(input), inputNames, std::move(output),
                                 outputNames, std::move(safe), flags);
    }
    void registerSignal(const std::string& interface, std::string name, std::string signature,
                        sdbus::Flags flags) override
    {
        m_object->registerSignal(interface, std::move(name), std::move(signature), flags);
    }
    void registerSignal(const std::string& interface, std::string name, std::string signature,
                        const std::vector<std::string>& names, sdbus::Flags flags) override
    {
        m_object->registerSignal(interface, std::move(name), std::move(signature), names, flags);
    }
    void registerProperty(const std::string& interface, std::string name, std::string signature,
                          sdbus::property_get_callback getter, sdbus::Flags flags) override
    {
        auto safe = guarded(name, std::move(getter));
        m_object->registerProperty(interface, std::move(name), std::move(signature), std::move(safe), flags);
    }
    void registerProperty(const std::string& interface, std::string name, std::string signature,
                          sdbus::property_get_callback getter, sdbus::property_set_callback setter,
                          sdbus::Flags flags) override
    {
        auto safeGetter = guarded(name, std::move(getter));
        auto safeSetter = guarded(name, std::move(setter));
        m_object->registerProperty(interface, std::move(name), std::move(signature), std::move(safeGetter),
                                   std::move(safeSetter), flags);
    }

    void setInterfaceFlags(const std::string& interface, sdbus::Flags flags) override
    {
        m_object->setInterfaceFlags(interface, flags);
    }
    void finishRegistration() override { m_object->finishRegistration(); }
    void unregister() override { m_object->unregister(); }
    sdbus::Signal createSignal(const std::string& interface, const std::string& name) override
    {
        return m_object->createSignal(interface, name);
    }
    void emitSignal(const sdbus::Signal& signal) override { m_object->emitSignal(signal); }
    void emitPropertiesChangedSignal(const std::string& interface,
                                     const std::vector<std::string>& names) override
    {
        m_object->emitPropertiesChangedSignal(interface, names);
    }
    void emitPropertiesChangedSignal(const std::string& interface) override
    {
        m_object->emitPropertiesChangedSignal(interface);
    }
    void emitInterfacesAddedSignal() override { m_object->emitInterfacesAddedSignal(); }
    void emitInterfacesAddedSignal(const std::vector<std::string>& interfaces) override
    {
        m_object->emitInterfacesAddedSignal(interfaces);
    }
    void emitInterfacesRemovedSignal() override { m_object->emitInterfacesRemovedSignal(); }
    void emitInterfacesRemovedSignal(const std::vector<std::string>& interfaces) override
    {
        m_object->emitInterfacesRemovedSignal(interfaces);
    }
    void addObjectManager() override { m_object->addObjectManager(); }
    void removeObjectManager() override { m_object->removeObjectManager(); }
    bool hasObjectManager() const override { return m_object->hasObjectManager(); }
    sdbus::IConnection& getConnection() const override { return m_object->getConnection(); }
    const std::string& getObjectPath() const override { return m_object->getObjectPath(); }
    const sdbus::Message* getCurrentlyProcessedMessage() const override
    {
        return m_object->getCurrentlyProcessedMessage();
    }

private:
    std::unique_ptr<sdbus::IObject> m_object;
};

} // namespace

std::unique_ptr<sdbus::IObject> guardObject(std::unique_ptr<sdbus::IObject> object)
{
    return std::make_unique<GuardedObject>(std::move(object));
}

} // namespace pptp
