<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AppletOptions</name>
    <message>
        <source>“%1” is not understood.</source>
        <translation>„%1“ wird nicht verstanden.</translation>
    </message>
    <message>
        <source>Usage: pptp-applet [OPTION]
Shows the PPTP tunnels in the system tray; a click connects or disconnects one.

  -h, --help   Show this help
  --version    Show the version

Quitting the applet leaves all tunnels as they are.
Note: PPTP does not keep your traffic private.
</source>
        <translation>Aufruf: pptp-applet [OPTION]
Zeigt die PPTP-Tunnel im Infobereich; ein Klick verbindet oder trennt einen Tunnel.

  -h, --help   Diese Hilfe anzeigen
  --version    Die Version anzeigen

Das Beenden des Programms lässt alle Tunnel, wie sie sind.
Hinweis: PPTP hält Ihren Datenverkehr nicht geheim.
</translation>
    </message>
</context>
<context>
    <name>EntryText</name>
    <message>
        <source>%1 — %2: %3</source>
        <extracomment>%1 is a tunnel&apos;s name, %2 its state, %3 a sentence that says what went wrong.</extracomment>
        <translation>%1 — %2: %3</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <extracomment>%1 is a tunnel&apos;s name, %2 its state.</extracomment>
        <translation>%1 — %2</translation>
    </message>
    <message>
        <source>%1 — %2 (%3)</source>
        <extracomment>%1 is a tunnel&apos;s name, %2 its state, %3 its address or what it is doing.</extracomment>
        <translation>%1 — %2 (%3)</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>it gave no reason</source>
        <translation>er nannte keinen Grund</translation>
    </message>
    <message>
        <source>The server name “%1” could not be found.</source>
        <translation>Der Servername „%1“ wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Check the network, the name server (DNS) and the spelling.</source>
        <translation>Prüfen Sie das Netzwerk, den Nameserver (DNS) und die Schreibweise.</translation>
    </message>
    <message>
        <source>This computer is not connected to a network that leads to “%1”.</source>
        <translation>Dieser Rechner ist mit keinem Netzwerk verbunden, das zu „%1“ führt.</translation>
    </message>
    <message>
        <source>Connect to a network first.</source>
        <translation>Verbinden Sie ihn zuerst mit einem Netzwerk.</translation>
    </message>
    <message>
        <source>“%1” does not answer.</source>
        <translation>„%1“ antwortet nicht.</translation>
    </message>
    <message>
        <source>The server may be switched off, or a firewall is in the way.</source>
        <translation>Vielleicht ist der Server ausgeschaltet, oder eine Firewall ist im Weg.</translation>
    </message>
    <message>
        <source>“%1” refuses the connection; no PPTP server there?</source>
        <translation>„%1“ lehnt die Verbindung ab; vielleicht läuft dort kein PPTP-Server.</translation>
    </message>
    <message>
        <source>Check the server&apos;s name and port.</source>
        <translation>Prüfen Sie Name und Port des Servers.</translation>
    </message>
    <message>
        <source>“%1” accepts connections, but does not answer as a PPTP server.</source>
        <translation>„%1“ nimmt Verbindungen an, antwortet aber nicht wie ein PPTP-Server.</translation>
    </message>
    <message>
        <source>Something else may be listening there, or the server is overloaded.</source>
        <translation>Vielleicht lauscht dort etwas anderes, oder der Server ist überlastet.</translation>
    </message>
    <message>
        <source>The server refused the tunnel: %1.</source>
        <translation>Der Server hat den Tunnel abgelehnt: %1.</translation>
    </message>
    <message>
        <source>The server refused the call: %1.</source>
        <translation>Der Server hat den Ruf abgelehnt: %1.</translation>
    </message>
    <message>
        <source>The server may have too many calls already.</source>
        <translation>Vielleicht hat der Server schon zu viele Verbindungen.</translation>
    </message>
    <message>
        <source>The server stopped answering.</source>
        <translation>Der Server antwortet nicht mehr.</translation>
    </message>
    <message>
        <source>Check the network.</source>
        <translation>Prüfen Sie das Netzwerk.</translation>
    </message>
    <message>
        <source>The server closed the tunnel: %1.</source>
        <translation>Der Server hat den Tunnel geschlossen: %1.</translation>
    </message>
    <message>
        <source>The server answers, but tunnel data (GRE, IP protocol 47) does not arrive.</source>
        <translation>Der Server antwortet, aber es kommen keine Tunneldaten an (GRE, IP-Protokoll 47).</translation>
    </message>
    <message>
        <source>Often a router or firewall without “PPTP passthrough”.</source>
        <translation>Oft liegt es an einem Router oder einer Firewall ohne „PPTP-Passthrough“.</translation>
    </message>
    <message>
        <source>Tunnel data (GRE) arrives from the server, but ours does not reach it.</source>
        <translation>Tunneldaten (GRE) kommen vom Server an, aber unsere erreichen ihn nicht.</translation>
    </message>
    <message>
        <source>Check the firewalls and the router&apos;s “PPTP passthrough”.</source>
        <translation>Prüfen Sie die Firewalls und das „PPTP-Passthrough“ des Routers.</translation>
    </message>
    <message>
        <source>Tunnel data (GRE) arrives, but for another call.</source>
        <translation>Es kommen Tunneldaten (GRE) an, aber für eine andere Verbindung.</translation>
    </message>
    <message>
        <source>Another computer behind the same router may be using the same server.</source>
        <translation>Vielleicht nutzt ein anderer Rechner hinter demselben Router denselben Server.</translation>
    </message>
    <message>
        <source>The server did not agree on link settings in time.</source>
        <translation>Der Server hat sich nicht rechtzeitig auf Verbindungseinstellungen geeinigt.</translation>
    </message>
    <message>
        <source>Tunnel data (GRE) may pass in one direction only.</source>
        <translation>Vielleicht gelangen Tunneldaten (GRE) nur in einer Richtung durch.</translation>
    </message>
    <message>
        <source>No usable addresses were agreed with the server.</source>
        <translation>Mit dem Server wurden keine brauchbaren Adressen vereinbart.</translation>
    </message>
    <message>
        <source>The server may have run out of addresses.</source>
        <translation>Vielleicht hat der Server keine freien Adressen mehr.</translation>
    </message>
    <message>
        <source>This tunnel requires encryption but the server offers none.</source>
        <translation>Dieser Tunnel verlangt Verschlüsselung, aber der Server bietet keine an.</translation>
    </message>
    <message>
        <source>The server offers only weaker encryption than this tunnel requires.</source>
        <translation>Der Server bietet nur schwächere Verschlüsselung an, als dieser Tunnel verlangt.</translation>
    </message>
    <message>
        <source>The server requires encryption (MPPE), which is switched off here.</source>
        <translation>Der Server verlangt Verschlüsselung (MPPE), die hier abgeschaltet ist.</translation>
    </message>
    <message>
        <source>Allow encryption in the settings of “%1”.</source>
        <translation>Erlauben Sie die Verschlüsselung in den Einstellungen von „%1“.</translation>
    </message>
    <message>
        <source>This kernel lacks MPPE (module ppp_mppe).</source>
        <translation>Diesem Kernel fehlt MPPE (Modul ppp_mppe).</translation>
    </message>
    <message>
        <source>Load it with: modprobe ppp_mppe</source>
        <translation>Laden Sie es mit: modprobe ppp_mppe</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator.</source>
        <translation>Fragen Sie den Administrator des Servers.</translation>
    </message>
    <message>
        <source>The server refused this user name or password.</source>
        <translation>Der Server hat diesen Benutzernamen oder dieses Passwort abgelehnt.</translation>
    </message>
    <message>
        <source>Check the user name, the domain (DOMAIN\user) and the stored password.</source>
        <translation>Prüfen Sie den Benutzernamen, die Domäne (DOMÄNE\Benutzer) und das gespeicherte Passwort.</translation>
    </message>
    <message>
        <source>The server wants a way of authentication that this tunnel does not allow.</source>
        <translation>Der Server verlangt ein Anmeldeverfahren, das dieser Tunnel nicht erlaubt.</translation>
    </message>
    <message>
        <source>The password has expired.</source>
        <translation>Das Passwort ist abgelaufen.</translation>
    </message>
    <message>
        <source>The account is disabled on the server.</source>
        <translation>Das Konto ist auf dem Server gesperrt.</translation>
    </message>
    <message>
        <source>The account is not allowed to dial in.</source>
        <translation>Das Konto darf sich nicht einwählen.</translation>
    </message>
    <message>
        <source>A password is needed and none is stored.</source>
        <translation>Ein Passwort wird benötigt, aber es ist keines gespeichert.</translation>
    </message>
    <message>
        <source>Nothing could ask for the password.</source>
        <translation>Kein Programm konnte nach dem Passwort fragen.</translation>
    </message>
    <message>
        <source>You are not allowed to do this.</source>
        <translation>Sie dürfen das nicht.</translation>
    </message>
    <message>
        <source>An administrator can allow it in polkit.</source>
        <translation>Ein Administrator kann es in polkit erlauben.</translation>
    </message>
    <message>
        <source>This needs a confirmation, and asking was not allowed.</source>
        <translation>Das muss bestätigt werden, aber Nachfragen war nicht erlaubt.</translation>
    </message>
    <message>
        <source>There is no such tunnel.</source>
        <translation>Diesen Tunnel gibt es nicht.</translation>
    </message>
    <message>
        <source>The tunnel is connected already.</source>
        <translation>Der Tunnel ist schon verbunden.</translation>
    </message>
    <message>
        <source>The tunnel is not connected.</source>
        <translation>Der Tunnel ist nicht verbunden.</translation>
    </message>
    <message>
        <source>The tunnel is just being taken down.</source>
        <translation>Der Tunnel wird gerade abgebaut.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The settings of “%1” are not valid.</source>
        <translation>Die Einstellungen von „%1“ sind ungültig.</translation>
    </message>
    <message>
        <source>The service did not understand the request.</source>
        <translation>Der Dienst hat die Anfrage nicht verstanden.</translation>
    </message>
    <message>
        <source>A limit of the service is reached.</source>
        <translation>Eine Grenze des Dienstes ist erreicht.</translation>
    </message>
    <message>
        <source>The attempt was cancelled.</source>
        <translation>Der Versuch wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The log says more: journalctl -u pptp-tunneld</source>
        <translation>Mehr steht im Protokoll: journalctl -u pptp-tunneld</translation>
    </message>
    <message>
        <source>It took too long.</source>
        <translation>Es hat zu lange gedauert.</translation>
    </message>
    <message>
        <source>The system refused to set the tunnel up.</source>
        <translation>Das System hat die Einrichtung des Tunnels verweigert.</translation>
    </message>
    <message>
        <source>The program that carries the packets (pptp-worker) ended unexpectedly.</source>
        <translation>Das Programm, das die Pakete befördert (pptp-worker), hat sich unerwartet beendet.</translation>
    </message>
    <message>
        <source>The PPP daemon (pppd) failed or ended unexpectedly.</source>
        <translation>Der PPP-Daemon (pppd) ist gescheitert oder hat sich unerwartet beendet.</translation>
    </message>
    <message>
        <source>This system or version cannot do that.</source>
        <translation>Dieses System oder diese Version kann das nicht.</translation>
    </message>
    <message>
        <source>The PPTP service is not running.</source>
        <translation>Der PPTP-Dienst läuft nicht.</translation>
    </message>
    <message>
        <source>Start it with: systemctl start pptp-tunneld</source>
        <translation>Starten Sie ihn mit: systemctl start pptp-tunneld</translation>
    </message>
    <message>
        <source>Something unexpected went wrong.</source>
        <translation>Etwas Unerwartetes ist schiefgegangen.</translation>
    </message>
    <message>
        <source>The server said: “%1”.</source>
        <translation>Der Server meldet: „%1“.</translation>
    </message>
    <message>
        <source>Store it with: pptpctl password %1</source>
        <translation>Speichern Sie es mit: pptpctl password %1</translation>
    </message>
    <message>
        <source>Connect from a terminal or with the tray applet, or use --password-file.</source>
        <translation>Verbinden Sie von einem Terminal aus oder mit dem Applet, oder verwenden Sie --password-file.</translation>
    </message>
    <message>
        <source>The server&apos;s administrator should switch on MPPE with 128 bits.</source>
        <translation>Der Administrator des Servers sollte MPPE mit 128 Bit einschalten.</translation>
    </message>
    <message>
        <source>The server wants %1, which this tunnel does not allow.</source>
        <translation>Der Server verlangt %1, was dieser Tunnel nicht erlaubt.</translation>
    </message>
    <message>
        <source>The server&apos;s administrator should switch on MS-CHAPv2.</source>
        <translation>Der Administrator des Servers sollte MS-CHAPv2 einschalten.</translation>
    </message>
    <message>
        <source>The account may not be used at this time of the day or week.</source>
        <translation>Das Konto darf zu dieser Tages- oder Wochenzeit nicht benutzt werden.</translation>
    </message>
</context>
<context>
    <name>Hint</name>
    <message>
        <source>Correct the file, then: systemctl reload pptp-tunneld</source>
        <translation>Berichtigen Sie die Datei, dann: systemctl reload pptp-tunneld</translation>
    </message>
    <message>
        <source>Check the spelling, and the name server: resolvectl query NAME, or getent hosts NAME.</source>
        <translation>Prüfen Sie die Schreibweise und den Nameserver: resolvectl query NAME, oder getent hosts NAME.</translation>
    </message>
    <message>
        <source>Connect to a network first; ip route get ADDRESS shows the way.</source>
        <translation>Verbinden Sie den Rechner erst mit einem Netz; ip route get ADRESSE zeigt den Weg.</translation>
    </message>
    <message>
        <source>The server may be switched off, or a firewall drops TCP port 1723 silently.</source>
        <translation>Vielleicht ist der Server ausgeschaltet, oder eine Firewall verwirft stillschweigend TCP-Port 1723.</translation>
    </message>
    <message>
        <source>Nothing listens on that port: check the server&apos;s name and port, and that its PPTP service runs.</source>
        <translation>An diesem Port lauscht nichts: Prüfen Sie Name und Port des Servers, und ob sein PPTP-Dienst läuft.</translation>
    </message>
    <message>
        <source>Something else may be listening there, or the server is overloaded.</source>
        <translation>Vielleicht lauscht dort etwas anderes, oder der Server ist überlastet.</translation>
    </message>
    <message>
        <source>The server may allow only one connection from here, or not this address.</source>
        <translation>Vielleicht lässt der Server nur eine Verbindung von hier zu, oder diese Adresse nicht.</translation>
    </message>
    <message>
        <source>The server may have no free line; some call an account with phone= or quirks=.</source>
        <translation>Vielleicht hat der Server keine freie Leitung; manche verlangen phone= oder quirks=.</translation>
    </message>
    <message>
        <source>The server&apos;s log says why it hung up, if it did.</source>
        <translation>Das Protokoll des Servers sagt, warum er aufgelegt hat, falls er es war.</translation>
    </message>
    <message>
        <source>A router or firewall on the way drops IP protocol 47: switch on its &quot;PPTP passthrough&quot; (nf_conntrack_pptp), and see the check &quot;firewall&quot; for this machine.</source>
        <translation>Ein Router oder eine Firewall unterwegs verwirft IP-Protokoll 47: Schalten Sie dort das „PPTP-Passthrough“ ein (nf_conntrack_pptp); zu diesem Rechner siehe die Prüfung „firewall“.</translation>
    </message>
    <message>
        <source>What we send is lost: look for a firewall on the way out, at the router, or at the server.</source>
        <translation>Was wir senden, geht verloren: Suchen Sie eine Firewall auf dem Weg hinaus, am Router oder beim Server.</translation>
    </message>
    <message>
        <source>Another computer behind the same router may use the same server; the router&apos;s &quot;PPTP passthrough&quot; (nf_conntrack_pptp) tells the two apart.</source>
        <translation>Vielleicht nutzt ein anderer Rechner hinter demselben Router denselben Server; das „PPTP-Passthrough“ des Routers (nf_conntrack_pptp) hält beide auseinander.</translation>
    </message>
    <message>
        <source>The server&apos;s PPP log tells what it did not agree to.</source>
        <translation>Das PPP-Protokoll des Servers sagt, worauf er sich nicht einließ.</translation>
    </message>
    <message>
        <source>The server should offer MPPE with 128 bits, stateless; require-mppe-128= and mppe-stateful= allow less.</source>
        <translation>Der Server sollte MPPE mit 128 Bit ohne Zustand anbieten; require-mppe-128= und mppe-stateful= lassen weniger zu.</translation>
    </message>
    <message>
        <source>The server wants encryption: set require-mppe=yes.</source>
        <translation>Der Server will Verschlüsselung: Setzen Sie require-mppe=yes.</translation>
    </message>
    <message>
        <source>Load MPPE with: modprobe ppp_mppe. A kernel in FIPS mode has none.</source>
        <translation>Laden Sie MPPE mit: modprobe ppp_mppe. Ein Kernel im FIPS-Betrieb hat keines.</translation>
    </message>
    <message>
        <source>The server may have no address left for us, or gives one that is in use here.</source>
        <translation>Vielleicht hat der Server keine Adresse mehr für uns, oder gibt eine, die hier in Gebrauch ist.</translation>
    </message>
    <message>
        <source>The server should offer MS-CHAPv2; refuse-mschap=no and the like allow less.</source>
        <translation>Der Server sollte MS-CHAPv2 anbieten; refuse-mschap=no und dergleichen lassen weniger zu.</translation>
    </message>
    <message>
        <source>Check the user name, the domain (DOMAIN\user) and the stored password.</source>
        <translation>Prüfen Sie den Benutzernamen, die Domäne (DOMÄNE\Benutzer) und das gespeicherte Passwort.</translation>
    </message>
    <message>
        <source>Ask the server&apos;s administrator.</source>
        <translation>Fragen Sie den Administrator des Servers.</translation>
    </message>
    <message>
        <source>The log says more: journalctl -u pptp-tunneld</source>
        <translation>Mehr steht im Protokoll: journalctl -u pptp-tunneld</translation>
    </message>
    <message>
        <source>Install what is missing: the packages pptp-tunnel and ppp.</source>
        <translation>Installieren Sie, was fehlt: die Pakete pptp-tunnel und ppp.</translation>
    </message>
    <message>
        <source>Start what starts the workers: systemctl start pptp-spawner.socket</source>
        <translation>Starten Sie, was die Arbeitsprozesse startet: systemctl start pptp-spawner.socket</translation>
    </message>
    <message>
        <source>Load PPP with: modprobe ppp_generic. A container needs /dev/ppp from its host.</source>
        <translation>Laden Sie PPP mit: modprobe ppp_generic. Ein Container braucht /dev/ppp vom Wirt.</translation>
    </message>
    <message>
        <source>Install a kernel with the module ppp_mppe, which the encryption needs.</source>
        <translation>Installieren Sie einen Kernel mit dem Modul ppp_mppe, das die Verschlüsselung braucht.</translation>
    </message>
    <message>
        <source>Install a kernel with the module ppp_async, or set data-path=kernel.</source>
        <translation>Installieren Sie einen Kernel mit dem Modul ppp_async, oder setzen Sie data-path=kernel.</translation>
    </message>
    <message>
        <source>Start it by its unit: systemctl restart pptp-tunneld</source>
        <translation>Starten Sie ihn durch seine Unit: systemctl restart pptp-tunneld</translation>
    </message>
    <message>
        <source>Remove these settings if the server can do without them.</source>
        <translation>Entfernen Sie diese Einstellungen, wenn der Server ohne sie auskommt.</translation>
    </message>
    <message>
        <source>Store it anew with: pptpctl password NAME</source>
        <translation>Speichern Sie es neu mit: pptpctl password NAME</translation>
    </message>
    <message>
        <source>Store it with: pptpctl password NAME</source>
        <translation>Speichern Sie es mit: pptpctl password NAME</translation>
    </message>
    <message>
        <source>A packet filter may not know our tunnel data: modprobe nf_conntrack_pptp, and let it track TCP port 1723.</source>
        <translation>Vielleicht kennt ein Paketfilter unsere Tunneldaten nicht: modprobe nf_conntrack_pptp, und lassen Sie es TCP-Port 1723 verfolgen.</translation>
    </message>
    <message>
        <source>The way leads through another tunnel or a dial-up link; if that is not meant, look at ip route.</source>
        <translation>Der Weg führt durch einen anderen Tunnel oder eine Einwahl; ist das nicht gemeint, sehen Sie sich ip route an.</translation>
    </message>
    <message>
        <source>Leave nohostroute= out, or mark the tunnel&apos;s own packets with rtmark= and rule=yes.</source>
        <translation>Lassen Sie nohostroute= weg, oder kennzeichnen Sie die eigenen Pakete des Tunnels mit rtmark= und rule=yes.</translation>
    </message>
    <message>
        <source>Both sides use the same addresses: hosts there and here cannot be told apart. Renumber one of the networks, or route single hosts with routes=.</source>
        <translation>Beide Seiten haben dieselben Adressen: Rechner dort und hier sind nicht zu unterscheiden. Nummerieren Sie eines der Netze um, oder leiten Sie mit routes= nur einzelne Rechner hinein.</translation>
    </message>
    <message>
        <source>Name them in the profile: dns=ADDRESS</source>
        <translation>Nennen Sie sie im Profil: dns=ADRESSE</translation>
    </message>
    <message>
        <source>Set mtu=auto, or a smaller mtu= and mru=: what is larger has to be cut, and many routers drop the pieces.</source>
        <translation>Setzen Sie mtu=auto, oder kleinere Werte für mtu= und mru=: Größeres muss geteilt werden, und viele Router verwerfen die Teile.</translation>
    </message>
    <message>
        <source>Two PPTP clients to one server disturb each other: end the other one (poff, or nmcli connection down NAME).</source>
        <translation>Zwei PPTP-Programme zu einem Server stören einander: Beenden Sie das andere (poff, oder nmcli connection down NAME).</translation>
    </message>
    <message>
        <source>Answers may be dropped: sysctl net.ipv4.conf.all.rp_filter=2</source>
        <translation>Vielleicht werden Antworten verworfen: sysctl net.ipv4.conf.all.rp_filter=2</translation>
    </message>
    <message>
        <source>Let GRE pass: nft insert rule TABLE CHAIN meta l4proto gre accept</source>
        <translation>Lassen Sie GRE durch: nft insert rule TABLE CHAIN meta l4proto gre accept</translation>
    </message>
</context>
<context>
    <name>ResultText</name>
    <message>
        <source>general error</source>
        <translation>allgemeiner Fehler</translation>
    </message>
    <message>
        <source>there is a control connection already</source>
        <translation>es gibt schon eine Steuerverbindung</translation>
    </message>
    <message>
        <source>this computer is not authorised</source>
        <translation>dieser Rechner ist nicht berechtigt</translation>
    </message>
    <message>
        <source>another version of the protocol is needed</source>
        <translation>eine andere Version des Protokolls ist nötig</translation>
    </message>
    <message>
        <source>no carrier</source>
        <translation>kein Träger</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>besetzt</translation>
    </message>
    <message>
        <source>no dial tone</source>
        <translation>kein Wählton</translation>
    </message>
    <message>
        <source>the call took too long</source>
        <translation>der Ruf dauerte zu lange</translation>
    </message>
    <message>
        <source>calls are forbidden by the administrator</source>
        <translation>Rufe sind vom Administrator verboten</translation>
    </message>
    <message>
        <source>the carrier was lost</source>
        <translation>der Träger ging verloren</translation>
    </message>
    <message>
        <source>closed by the administrator</source>
        <translation>vom Administrator beendet</translation>
    </message>
    <message>
        <source>closed on request</source>
        <translation>auf Wunsch beendet</translation>
    </message>
    <message>
        <source>no particular reason</source>
        <translation>kein besonderer Grund</translation>
    </message>
    <message>
        <source>the version of the protocol is not supported</source>
        <translation>die Version des Protokolls wird nicht unterstützt</translation>
    </message>
    <message>
        <source>the server is being shut down</source>
        <translation>der Server wird heruntergefahren</translation>
    </message>
    <message>
        <source>there is no control connection</source>
        <translation>es gibt keine Steuerverbindung</translation>
    </message>
    <message>
        <source>a message was malformed</source>
        <translation>eine Nachricht war fehlerhaft</translation>
    </message>
    <message>
        <source>a field had a bad value</source>
        <translation>ein Feld hatte einen falschen Wert</translation>
    </message>
    <message>
        <source>the server lacks resources</source>
        <translation>dem Server fehlen Mittel</translation>
    </message>
    <message>
        <source>the call is not known</source>
        <translation>der Ruf ist nicht bekannt</translation>
    </message>
    <message>
        <source>an error of the server itself</source>
        <translation>ein Fehler des Servers selbst</translation>
    </message>
    <message>
        <source>reason %1</source>
        <translation>Grund %1</translation>
    </message>
    <message>
        <source>result %1</source>
        <translation>Ergebnis %1</translation>
    </message>
    <message>
        <source>result %1, error %2</source>
        <translation>Ergebnis %1, Fehler %2</translation>
    </message>
</context>
<context>
    <name>StateText</name>
    <message>
        <source>disconnected</source>
        <translation>getrennt</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>verbindet erneut</translation>
    </message>
    <message>
        <source>disconnecting</source>
        <translation>trennt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>looking up %1</source>
        <translation>%1 wird gesucht</translation>
    </message>
    <message>
        <source>connecting to %1</source>
        <translation>Verbindung zu %1 wird aufgebaut</translation>
    </message>
    <message>
        <source>opening the control connection</source>
        <translation>Steuerverbindung wird geöffnet</translation>
    </message>
    <message>
        <source>setting up the call</source>
        <translation>Ruf wird aufgebaut</translation>
    </message>
    <message>
        <source>agreeing on link settings</source>
        <translation>Verbindungseinstellungen werden ausgehandelt</translation>
    </message>
    <message>
        <source>checking user name and password</source>
        <translation>Benutzername und Passwort werden geprüft</translation>
    </message>
    <message>
        <source>agreeing on encryption</source>
        <translation>Verschlüsselung wird ausgehandelt</translation>
    </message>
    <message>
        <source>agreeing on addresses</source>
        <translation>Adressen werden ausgehandelt</translation>
    </message>
    <message>
        <source>setting up the network interface</source>
        <translation>Netzwerkschnittstelle wird eingerichtet</translation>
    </message>
    <message>
        <source>waiting for the next attempt</source>
        <translation>wartet auf den nächsten Versuch</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>unverschlüsselt</translation>
    </message>
    <message>
        <source>MPPE %1 bit stateless</source>
        <translation>MPPE %1 Bit, zustandslos</translation>
    </message>
    <message>
        <source>MPPE %1 bit stateful</source>
        <translation>MPPE %1 Bit, zustandsbehaftet</translation>
    </message>
    <message>
        <source>PPTP does not keep your traffic private.</source>
        <translation>PPTP hält Ihren Datenverkehr nicht geheim.</translation>
    </message>
    <message>
        <source>waiting for the password</source>
        <translation>wartet auf das Passwort</translation>
    </message>
    <message>
        <source>attempt %1 as soon as the server can be reached</source>
        <translation>Versuch %1, sobald der Server zu erreichen ist</translation>
    </message>
    <message>
        <source>waiting for attempt %1</source>
        <translation>wartet auf Versuch %1</translation>
    </message>
    <message>
        <source>attempt %1, in %2 s</source>
        <translation>Versuch %1 in %2 s</translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message>
        <source>There is no tunnel “%1”.</source>
        <translation>Es gibt keinen Tunnel „%1“.</translation>
    </message>
    <message>
        <source>pptpctl list shows all tunnels.</source>
        <translation>„pptpctl list“ zeigt alle Tunnel.</translation>
    </message>
    <message>
        <source>“%1” may mean several tunnels: %2.</source>
        <translation>„%1“ kann mehrere Tunnel meinen: %2.</translation>
    </message>
    <message>
        <source>interrupted; the attempt goes on. To stop it: pptpctl disconnect %1</source>
        <translation>unterbrochen; der Versuch läuft weiter. So wird er beendet: pptpctl disconnect %1</translation>
    </message>
    <message>
        <source>%1 %2 connected on %3 in %4 s</source>
        <translation>%1 %2 verbunden über %3 in %4 s</translation>
    </message>
    <message numerus="yes">
        <source>%1: not connected after %n second(s); the attempt goes on.</source>
        <translation>
            <numerusform>%1: nach %n Sekunde nicht verbunden; der Versuch läuft weiter.</numerusform>
            <numerusform>%1: nach %n Sekunden nicht verbunden; der Versuch läuft weiter.</numerusform>
        </translation>
    </message>
    <message>
        <source>To stop it: pptpctl disconnect %1</source>
        <translation>So wird er beendet: pptpctl disconnect %1</translation>
    </message>
    <message>
        <source>interrupted; the tunnel is taken down all the same.</source>
        <translation>unterbrochen; der Tunnel wird trotzdem abgebaut.</translation>
    </message>
    <message numerus="yes">
        <source>%1: not disconnected after %n second(s); it goes on.</source>
        <translation>
            <numerusform>%1: nach %n Sekunde nicht getrennt; es läuft weiter.</numerusform>
            <numerusform>%1: nach %n Sekunden nicht getrennt; es läuft weiter.</numerusform>
        </translation>
    </message>
    <message>
        <source>To see how it ends: pptpctl status %1</source>
        <translation>Wie es ausgeht, zeigt: pptpctl status %1</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NAME</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>ZUSTAND</translation>
    </message>
    <message>
        <source>USER</source>
        <translation>BENUTZER</translation>
    </message>
    <message>
        <source>SERVER</source>
        <translation>SERVER</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>received too late or twice</source>
        <translation>zu spät oder doppelt empfangen</translation>
    </message>
    <message>
        <source>received too early</source>
        <translation>zu früh empfangen</translation>
    </message>
    <message>
        <source>received out of order and held back</source>
        <translation>in falscher Reihenfolge empfangen und zurückgehalten</translation>
    </message>
    <message>
        <source>receive errors of the system</source>
        <translation>Empfangsfehler des Systems</translation>
    </message>
    <message>
        <source>received truncated</source>
        <translation>abgeschnitten empfangen</translation>
    </message>
    <message>
        <source>received invalid</source>
        <translation>ungültig empfangen</translation>
    </message>
    <message>
        <source>acknowledgements received</source>
        <translation>Bestätigungen empfangen</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>not sent: refused by the system</source>
        <translation>nicht gesendet: vom System abgelehnt</translation>
    </message>
    <message>
        <source>not sent completely</source>
        <translation>nicht vollständig gesendet</translation>
    </message>
    <message>
        <source>acknowledgements sent</source>
        <translation>Bestätigungen gesendet</translation>
    </message>
    <message>
        <source>not sent: too long</source>
        <translation>nicht gesendet: zu lang</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>round trip</source>
        <translation>Umlaufzeit</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>ZEIT</translation>
    </message>
    <message>
        <source>RX/S</source>
        <translation>EMPF/S</translation>
    </message>
    <message>
        <source>TX/S</source>
        <translation>GES/S</translation>
    </message>
    <message>
        <source>RECEIVED</source>
        <translation>EMPFANGEN</translation>
    </message>
    <message>
        <source>SENT</source>
        <translation>GESENDET</translation>
    </message>
    <message>
        <source>LOST</source>
        <translation>VERLOREN</translation>
    </message>
    <message>
        <source>RTT</source>
        <translation>RTT</translation>
    </message>
    <message>
        <source>IFACE</source>
        <translation>SCHNITTST</translation>
    </message>
    <message>
        <source>ADDRESS</source>
        <translation>ADRESSE</translation>
    </message>
    <message>
        <source>SINCE</source>
        <translation>SEIT</translation>
    </message>
    <message>
        <source>LOSS</source>
        <translation>VERLUST</translation>
    </message>
    <message numerus="yes">
        <source>%n tunnel(s), %1 connected.</source>
        <translation>
            <numerusform>%n Tunnel, %1 verbunden.</numerusform>
            <numerusform>%n Tunnel, %1 verbunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>DNS offered</source>
        <translation>Angebotenes DNS</translation>
    </message>
    <message>
        <source>Server&apos;s name</source>
        <translation>Name des Servers</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>round trip %1, loss %2, received %3, sent %4 packets</source>
        <translation>Umlaufzeit %1, Verlust %2, %3 Pakete empfangen, %4 gesendet</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>Letzter Fehler</translation>
    </message>
    <message>
        <source>%1 since %2; %3</source>
        <translation>%1 seit %2; %3</translation>
    </message>
    <message>
        <source>%1 (not private)</source>
        <translation>%1 (nicht geheim)</translation>
    </message>
    <message>
        <source>%1 (%2), MTU %3</source>
        <translation>%1 (%2), MTU %3</translation>
    </message>
    <message>
        <source>%1, peer %2</source>
        <translation>%1, Gegenstelle %2</translation>
    </message>
    <message>
        <source>Shows and controls PPTP tunnels.</source>
        <translation>Zeigt und steuert PPTP-Tunnel.</translation>
    </message>
    <message>
        <source>Show the version</source>
        <translation>Die Version anzeigen</translation>
    </message>
    <message>
        <source>Show this help</source>
        <translation>Diese Hilfe anzeigen</translation>
    </message>
    <message>
        <source>Without a command the state of all tunnels is shown.
Note: %1</source>
        <translation>Ohne Befehl wird der Zustand aller Tunnel gezeigt.
Hinweis: %1</translation>
    </message>
    <message>
        <source>Print JSON: pretty (the default), short, lines or off</source>
        <translation>JSON ausgeben: pretty (Vorgabe), short, lines oder off</translation>
    </message>
    <message>
        <source>Colours: auto, always or never</source>
        <translation>Farben: auto, always oder never</translation>
    </message>
    <message>
        <source>No progress and no warnings</source>
        <translation>Kein Fortschritt und keine Warnungen</translation>
    </message>
    <message>
        <source>No headings and no summary</source>
        <translation>Keine Überschriften und keine Zusammenfassung</translation>
    </message>
    <message>
        <source>Never ask for anything</source>
        <translation>Niemals nachfragen</translation>
    </message>
    <message>
        <source>List the tunnels and their servers</source>
        <translation>Die Tunnel und ihre Server auflisten</translation>
    </message>
    <message>
        <source>Show the state of all tunnels, or of some</source>
        <translation>Den Zustand aller oder einiger Tunnel anzeigen</translation>
    </message>
    <message>
        <source>Tunnels, by name or network interface</source>
        <translation>Tunnel, nach Name oder Netzwerkschnittstelle</translation>
    </message>
    <message>
        <source>Print nothing; exit with 0 if connected, 4 if not, 10 if unknown</source>
        <translation>Nichts ausgeben; Rückgabewert 0: verbunden, 4: nicht verbunden, 10: unbekannt</translation>
    </message>
    <message>
        <source>Show the packet counters of a tunnel</source>
        <translation>Die Paketzähler eines Tunnels anzeigen</translation>
    </message>
    <message>
        <source>Print a line every SECONDS (1) until interrupted</source>
        <translation>Alle SECONDS Sekunden (1) eine Zeile ausgeben, bis zur Unterbrechung</translation>
    </message>
    <message>
        <source>End after N lines</source>
        <translation>Nach N Zeilen enden</translation>
    </message>
    <message>
        <source>The tunnel, by name or network interface</source>
        <translation>Der Tunnel, nach Name oder Netzwerkschnittstelle</translation>
    </message>
    <message>
        <source>Wait at most SECONDS (%1); 0 does not wait</source>
        <translation>Höchstens SECONDS Sekunden warten (%1); 0 wartet nicht</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>Hint:  see pptpctl --help</source>
        <translation>Tipp:   siehe pptpctl --help</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>Hint:  %1</source>
        <translation>Tipp:   %1</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Tipp</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>OPTIONS</source>
        <translation>OPTIONEN</translation>
    </message>
    <message>
        <source>COMMAND</source>
        <translation>BEFEHL</translation>
    </message>
    <message>
        <source>(required)</source>
        <translation>(erforderlich)</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Bring a tunnel up</source>
        <translation>Einen Tunnel aufbauen</translation>
    </message>
    <message>
        <source>Take a tunnel down</source>
        <translation>Einen Tunnel abbauen</translation>
    </message>
    <message>
        <source>packets read from the network</source>
        <translation>aus dem Netz gelesene Pakete</translation>
    </message>
    <message>
        <source>data received</source>
        <translation>empfangene Daten</translation>
    </message>
    <message>
        <source>held back right now</source>
        <translation>zurzeit zurückgehalten</translation>
    </message>
    <message>
        <source>held back and then received</source>
        <translation>zurückgehalten und dann empfangen</translation>
    </message>
    <message>
        <source>held back and come a second time</source>
        <translation>zurückgehalten und noch einmal gekommen</translation>
    </message>
    <message>
        <source>for another call</source>
        <translation>für eine andere Verbindung</translation>
    </message>
    <message>
        <source>acknowledgements of what was never sent</source>
        <translation>Bestätigungen von nie Gesendetem</translation>
    </message>
    <message>
        <source>ICMP errors</source>
        <translation>ICMP-Fehler</translation>
    </message>
    <message>
        <source>lost since pppd was too slow</source>
        <translation>verloren, weil pppd zu langsam war</translation>
    </message>
    <message>
        <source>data sent</source>
        <translation>gesendete Daten</translation>
    </message>
    <message>
        <source>damaged frames from pppd</source>
        <translation>beschädigte Rahmen von pppd</translation>
    </message>
    <message>
        <source>waits for the server&apos;s window</source>
        <translation>auf das Fenster des Servers gewartet</translation>
    </message>
    <message>
        <source>shortest</source>
        <translation>kürzeste</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>mittlere</translation>
    </message>
    <message>
        <source>mean deviation</source>
        <translation>mittlere Abweichung</translation>
    </message>
    <message>
        <source>wrong checksums</source>
        <translation>falsche Prüfsummen</translation>
    </message>
    <message>
        <source>wrong framing</source>
        <translation>falsche Rahmen</translation>
    </message>
    <message>
        <source>hardware overruns</source>
        <translation>Überläufe der Hardware</translation>
    </message>
    <message>
        <source>buffer overruns</source>
        <translation>Überläufe des Puffers</translation>
    </message>
    <message>
        <source>time-outs</source>
        <translation>Zeitüberschreitungen</translation>
    </message>
    <message>
        <source>wrong alignment</source>
        <translation>falsche Ausrichtung</translation>
    </message>
    <message>
        <source>More about receiving</source>
        <translation>Mehr zum Empfang</translation>
    </message>
    <message>
        <source>More about sending</source>
        <translation>Mehr zum Senden</translation>
    </message>
    <message>
        <source>More about the round trip</source>
        <translation>Mehr zur Umlaufzeit</translation>
    </message>
    <message>
        <source>Errors that the server reports for its line</source>
        <translation>Fehler, die der Server für seine Leitung meldet</translation>
    </message>
    <message>
        <source>lost since they came too fast</source>
        <translation>verloren, weil sie zu schnell kamen</translation>
    </message>
    <message>
        <source>Weakened by</source>
        <translation>Geschwächt durch</translation>
    </message>
    <message>
        <source>There is no terminal to ask on.</source>
        <translation>Es ist kein Terminal da, auf dem gefragt werden könnte.</translation>
    </message>
    <message>
        <source>To read passwords from standard input all the same: --ask</source>
        <translation>Um Passwörter dennoch von der Standardeingabe zu lesen: --ask</translation>
    </message>
    <message>
        <source>Passwords of your tunnels are asked for here. Ctrl-C ends it.</source>
        <translation>Passwörter Ihrer Tunnel werden hier abgefragt. Strg-C beendet das.</translation>
    </message>
    <message>
        <source>Use --password-file.</source>
        <translation>Verwenden Sie --password-file.</translation>
    </message>
    <message>
        <source>New password of “%1”: </source>
        <translation>Neues Passwort von „%1“: </translation>
    </message>
    <message>
        <source>The same once more: </source>
        <translation>Dasselbe noch einmal: </translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Passwörter sind nicht gleich.</translation>
    </message>
    <message>
        <source>Not a usable password: 1 to 255 bytes are.</source>
        <translation>Kein brauchbares Passwort: 1 bis 255 Bytes müssen es sein.</translation>
    </message>
    <message>
        <source>%1: the stored password is removed.</source>
        <translation>%1: Das gespeicherte Passwort ist entfernt.</translation>
    </message>
    <message>
        <source>%1: the password is stored.</source>
        <translation>%1: Das Passwort ist gespeichert.</translation>
    </message>
    <message>
        <source>Ask for passwords also if this is no terminal</source>
        <translation>Auch dann nach Passwörtern fragen, wenn dies kein Terminal ist</translation>
    </message>
    <message>
        <source>Ask for passwords on this terminal, until interrupted</source>
        <translation>Auf diesem Terminal nach Passwörtern fragen, bis zum Abbruch</translation>
    </message>
    <message>
        <source>Store the password of a tunnel</source>
        <translation>Das Passwort eines Tunnels speichern</translation>
    </message>
    <message>
        <source>Remove the stored password</source>
        <translation>Das gespeicherte Passwort entfernen</translation>
    </message>
    <message>
        <source>Take the password from FILE, or from standard input (-)</source>
        <translation>Das Passwort aus FILE oder der Standardeingabe (-) nehmen</translation>
    </message>
    <message>
        <source>Take the password from the open descriptor N</source>
        <translation>Das Passwort aus dem offenen Deskriptor N nehmen</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1: there is no password</source>
        <translation>%1: Da ist kein Passwort</translation>
    </message>
    <message>
        <source>%1: the password is longer than 255 bytes</source>
        <translation>%1: Das Passwort ist länger als 255 Bytes</translation>
    </message>
    <message>
        <source>%1: the password has a zero byte</source>
        <translation>%1: Das Passwort hat ein Nullbyte</translation>
    </message>
    <message>
        <source>standard input is a terminal, which would show the password</source>
        <translation>Die Standardeingabe ist ein Terminal, das das Passwort zeigen würde</translation>
    </message>
    <message>
        <source>standard input</source>
        <translation>Standardeingabe</translation>
    </message>
    <message>
        <source>descriptor %1</source>
        <translation>Deskriptor %1</translation>
    </message>
    <message>
        <source>%1: %2 Attempt %3 of %4.</source>
        <extracomment>%1 is a tunnel&apos;s name, %2 a sentence that says what went wrong.</extracomment>
        <translation>%1: %2 Versuch %3 von %4.</translation>
    </message>
    <message>
        <source>Password of %1 at %2 (%3): </source>
        <extracomment>%1 is a user&apos;s name, %2 a server&apos;s, %3 a tunnel&apos;s.</extracomment>
        <translation>Passwort von %1 bei %2 (%3): </translation>
    </message>
    <message>
        <source>%1: not a usable password: 1 to 255 bytes are.</source>
        <translation>%1: Kein brauchbares Passwort: 1 bis 255 Bytes müssen es sein.</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>Reconnected</source>
        <translation>Wiederverbunden</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 über %2</translation>
    </message>
    <message>
        <source>%1, domains %2</source>
        <translation>%1, Domänen %2</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n Mal</numerusform>
            <numerusform>%n Mal</numerusform>
        </translation>
    </message>
    <message>
        <source>Take a tunnel down and bring it up again</source>
        <translation>Einen Tunnel ab- und wieder aufbauen</translation>
    </message>
    <message>
        <source>Looking at this machine, and calling %1 on trial ...</source>
        <translation>Dieser Rechner wird untersucht und %1 probeweise angerufen ...</translation>
    </message>
    <message>
        <source>A server that no tunnel is set up for is named HOST.NAME, ADDRESS or HOST:PORT.</source>
        <translation>Einen Server, für den kein Tunnel eingerichtet ist, nennt man als HOST.NAME, ADRESSE oder HOST:PORT.</translation>
    </message>
    <message>
        <source>Another diagnosis runs, or the tunnel is just being connected or disconnected.</source>
        <translation>Eine andere Untersuchung läuft, oder der Tunnel wird gerade auf- oder abgebaut.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>FAIL</source>
        <comment>result of a check</comment>
        <translation>FEHLER</translation>
    </message>
    <message>
        <source>warning</source>
        <comment>result of a check</comment>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>ok</source>
        <comment>result of a check</comment>
        <translation>gut</translation>
    </message>
    <message>
        <source>skipped</source>
        <comment>result of a check</comment>
        <translation>offen</translation>
    </message>
    <message>
        <source>Nothing is wrong.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s).</source>
        <translation>
            <numerusform>%n Warnung.</numerusform>
            <numerusform>%n Warnungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Find out why a tunnel does not connect</source>
        <translation>Herausfinden, warum ein Tunnel nicht zustande kommt</translation>
    </message>
    <message>
        <source>The tunnel, or a server that need not have one</source>
        <translation>Der Tunnel, oder ein Server, für den es keinen geben muss</translation>
    </message>
    <message>
        <source>Look at this machine only; call nobody</source>
        <translation>Nur diesen Rechner untersuchen, niemanden anrufen</translation>
    </message>
</context>
<context>
    <name>pptp::PasswordDialog</name>
    <message>
        <source>Password for “%1”</source>
        <translation>Passwort für „%1“</translation>
    </message>
    <message>
        <source>Attempt %1 of %2</source>
        <translation>Versuch %1 von %2</translation>
    </message>
    <message>
        <source>Tunnel:</source>
        <translation>Tunnel:</translation>
    </message>
    <message>
        <source>Server:</source>
        <translation>Server:</translation>
    </message>
    <message>
        <source>User:</source>
        <translation>Benutzer:</translation>
    </message>
    <message>
        <source>The password of %1 at %2</source>
        <translation>Das Passwort von %1 bei %2</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>&amp;Passwort:</translation>
    </message>
    <message>
        <source>&amp;Show the password</source>
        <translation>Passwort an&amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>It is longer than 255 bytes.</source>
        <translation>Es ist länger als 255 Bytes.</translation>
    </message>
</context>
<context>
    <name>pptp::TrayIcon</name>
    <message>
        <source>The PPTP service is not running.</source>
        <translation>Der PPTP-Dienst läuft nicht.</translation>
    </message>
    <message>
        <source>PPTP: no tunnel is connected</source>
        <translation>PPTP: Kein Tunnel ist verbunden</translation>
    </message>
</context>
<context>
    <name>pptp::TunnelMenu</name>
    <message>
        <source>Quit (tunnels stay connected)</source>
        <translation>Beenden (Tunnel bleiben verbunden)</translation>
    </message>
    <message>
        <source>The PPTP service is not running. Click to start it.</source>
        <translation>Der PPTP-Dienst läuft nicht. Zum Starten anklicken.</translation>
    </message>
    <message>
        <source>No tunnels are set up</source>
        <translation>Es sind keine Tunnel eingerichtet</translation>
    </message>
    <message>
        <source>Looking for the PPTP service…</source>
        <translation>Der PPTP-Dienst wird gesucht …</translation>
    </message>
</context>
</TS>
