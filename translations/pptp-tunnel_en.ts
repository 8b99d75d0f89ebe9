<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Text</name>
    <message numerus="yes">
        <source>%1: not connected after %n second(s); the attempt goes on.</source>
        <translation>
            <numerusform>%1: not connected after %n second; the attempt goes on.</numerusform>
            <numerusform>%1: not connected after %n seconds; the attempt goes on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: not disconnected after %n second(s); it goes on.</source>
        <translation>
            <numerusform>%1: not disconnected after %n second; it goes on.</numerusform>
            <numerusform>%1: not disconnected after %n seconds; it goes on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tunnel(s), %1 connected.</source>
        <translation>
            <numerusform>%n tunnel, %1 connected.</numerusform>
            <numerusform>%n tunnels, %1 connected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s).</source>
        <translation>
            <numerusform>%n warning.</numerusform>
            <numerusform>%n warnings.</numerusform>
        </translation>
    </message>
</context>
</TS>
