<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ErrorText</name>
    <message>
        <source>“%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it gave no reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>result %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>result %1, error %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server name “%1” could not be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network, the name server (DNS) and the spelling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer is not connected to a network that leads to “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a network first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server may be switched off, or a firewall is in the way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” refuses the connection; no PPTP server there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the server&apos;s name and port.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” accepts connections, but does not answer as a PPTP server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else may be listening there, or the server is overloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused the tunnel: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused the call: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server may have too many calls already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server stopped answering.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server closed the tunnel: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server answers, but tunnel data (GRE, IP protocol 47) does not arrive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Often a router or firewall without “PPTP passthrough”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunnel data (GRE) arrives from the server, but ours does not reach it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the firewalls and the router&apos;s “PPTP passthrough”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunnel data (GRE) arrives, but for another call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another computer behind the same router may be using the same server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not agree on link settings in time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunnel data (GRE) may pass in one direction only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No usable addresses were agreed with the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server may have run out of addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This tunnel requires encryption but the server offers none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server offers only weaker encryption than this tunnel requires.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server requires encryption (MPPE), which is switched off here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allow encryption in the settings of “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kernel lacks MPPE (module ppp_mppe).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load it with: modprobe ppp_mppe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused this user name or password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the user name, the domain (DOMAIN\user) and the stored password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server wants a way of authentication that this tunnel does not allow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password has expired.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is disabled on the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is not allowed to dial in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A password is needed and none is stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The administrator stores it in the service&apos;s secrets folder, in a file named “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing could ask for the password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are not allowed to do this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An administrator can allow it in polkit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This needs a confirmation, and asking was not allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such tunnel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tunnel is connected already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tunnel is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tunnel is just being taken down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The settings of “%1” are not valid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service did not understand the request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A limit of the service is reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The attempt was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log says more: journalctl -u pptp-tunneld</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It took too long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system refused to set the tunnel up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program that carries the packets (pptp-worker) ended unexpectedly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The PPP daemon (pppd) failed or ended unexpectedly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This system or version cannot do that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The PPTP service is not running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it with: systemctl start pptp-tunneld</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something unexpected went wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server said: “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StateText</name>
    <message>
        <source>disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disconnecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looking up %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opening the control connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setting up the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agreeing on link settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>checking user name and password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agreeing on encryption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agreeing on addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>setting up the network interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting for the next attempt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MPPE %1 bit stateless</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MPPE %1 bit stateful</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PPTP does not keep your traffic private.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>There is no tunnel “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pptpctl list shows all tunnels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” may mean several tunnels: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted; the attempt goes on. To stop it: pptpctl disconnect %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 connected on %3 in %4 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: not connected after %n second(s); the attempt goes on.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>To stop it: pptpctl disconnect %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interrupted; the tunnel is taken down all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1: not disconnected after %n second(s); it goes on.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>To see how it ends: pptpctl status %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NAME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>STATE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SERVER</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received too late or twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received too early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received out of order and held back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>receive errors of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received invalid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledgements received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not sent: refused by the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not sent completely</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledgements sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not sent: too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>round trip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TIME</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RX/S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TX/S</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RECEIVED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SENT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LOST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RTT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IFACE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ADDRESS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SINCE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LOSS</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n tunnel(s), %1 connected.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DNS offered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>round trip %1, loss %2, received %3, sent %4 packets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 since %2; %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (not private)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2), MTU %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, peer %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows and controls PPTP tunnels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show this help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a command the state of all tunnels is shown.
Note: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PPTP does not keep your traffic private.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print JSON: pretty (the default), short, lines or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours: auto, always or never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No progress and no warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No headings and no summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never ask for anything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List the tunnels and their servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the state of all tunnels, or of some</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tunnels, by name or network interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print nothing; exit with 0 if connected, 4 if not, 10 if unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring a tunnel up (also: up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a tunnel down (also: down)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the packet counters of a tunnel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print a line every SECONDS (1) until interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End after N lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tunnel, by name or network interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait at most SECONDS (%1); 0 does not wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hint:  see pptpctl --help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hint:  %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
