# SPDX-FileCopyrightText: The pptp-tunnel authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Helpers for scenarios, to be sourced in the guest: . /lab/lib.sh
#
# Sourcing it starts the service and notes what the machine looks like. When the scenario ends, tunnels that it
# added are removed, and the machine has to look as it did; when it fails, the logs of both sides are shown.

set -euo pipefail

bus_name=org.pptptunnel.Tunnels1
bus_root=/org/pptptunnel/Tunnels1
scratch=$(mktemp -d)
added_tunnels=()
peer=''
scripted=''
path_changed=''
lost_from=''
server_pid=$(systemctl show --property=MainPID --value lab-server.service)
alice_session=$(loginctl show-user alice --property=Display --value)
began=$EPOCHREALTIME

# --- saying and checking ---

note() { printf '  * %s\n' "$*"; }

fail() {
    printf '  FAILED: %s\n' "$*"
    exit 1
}

# assert_equal EXPECTED ACTUAL WHAT
assert_equal() {
    [ "$1" = "$2" ] || fail "$3: expected \"$1\", found \"$2\""
}

# assert_within PERCENT EXPECTED ACTUAL WHAT
assert_within() {
    local difference=$(($3 > $2 ? $3 - $2 : $2 - $3))
    ((difference * 100 <= $2 * $1)) || fail "$4: $3 is not within $1 % of $2"
}

# assert_status STATUS COMMAND...: runs the command; its output is shown only when the status is another one.
assert_status() {
    local expected=$1 actual=0
    shift
    "$@" >"$scratch/output" 2>&1 || actual=$?
    if [ "$actual" -ne "$expected" ]; then
        cat "$scratch/output"
        fail "$*: expected status $expected, found $actual"
    fi
}

# wait_until SECONDS COMMAND...: tries the command until it succeeds.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS <= deadline)) || return 1
        sleep 0.1
    done
}

# milliseconds: of a clock that only goes forward.
milliseconds() { awk '{ print int($1 * 1000) }' /proc/uptime; }

# --- who does it, and where ---

# on_server COMMAND...: in the server's network and mount namespaces.
on_server() { nsenter --target "$server_pid" --net --mount -- "$@"; }

# as_alice COMMAND...: as a process of the session that is active at the seat.
as_alice() {
    (
        echo "$BASHPID" >"/sys/fs/cgroup/user.slice/user-$(id -u alice).slice/session-$alice_session.scope/cgroup.procs"
        exec setpriv --reuid alice --regid alice --init-groups --reset-env \
            env "XDG_SESSION_ID=$alice_session" LANG=C.UTF-8 "$@"
    )
}

# as_nobody COMMAND...: as a user without any session.
as_nobody() { setpriv --reuid nobody --regid nogroup --clear-groups --reset-env "$@"; }

# client_log, server_log: what either side has said since the scenario began. (A cursor would not do: with a
# filter journalctl leaves out the first line behind it.)
client_log() { journalctl --since="@$began" --output=short-precise --no-pager "$@"; }
server_log() { client_log --unit=lab-server --unit=lab-capture --output=cat; }
server_said() { server_log | grep -qF -- "$1"; }

# --- tunnels ---

# tunnel_path NAME: its object; every byte outside [A-Za-z0-9] becomes _xx, as does a leading digit.
tunnel_path() {
    local name=$1 path='' character i
    for ((i = 0; i < ${#name}; i++)); do
        character=${name:i:1}
        case $character in
            [A-Za-z]) ;;
            [0-9]) ((i > 0)) || printf -v character '_%02x' "'$character" ;;
            *) printf -v character '_%02x' "'$character" ;;
        esac
        path+=$character
    done
    printf '%s/tunnel/%s\n' "$bus_root" "$path"
}

# tunnel_property NAME PROPERTY, statistic NAME PROPERTY: the bare value.
tunnel_property() { get_property "$(tunnel_path "$1")" Tunnel "$2"; }
statistic() { get_property "$(tunnel_path "$1")" Statistics "$2"; }
get_property() {
    busctl --json=short get-property "$bus_name" "$1" "$bus_name.$2" "$3" | jq -r .data
}

tunnel_is() { [ "$(tunnel_property "$1" State)" = "$2" ]; }

# wait_for_state NAME STATE SECONDS
wait_for_state() {
    wait_until "$3" tunnel_is "$1" "$2" ||
        fail "$1 is $(tunnel_property "$1" State) ($(tunnel_property "$1" Error)), not $2 within $3 s"
}

reload() {
    busctl call "$bus_name" "$bus_root" "$bus_name.Manager" Reload 'a{sv}' 0
}

# add_tunnel NAME PASSWORD KEY=VALUE...: an empty password stores none.
add_tunnel() {
    write_tunnel "$@"
    reload
}

# write_tunnel NAME PASSWORD KEY=VALUE...: the same before a reload, for those who add many.
write_tunnel() {
    local name=$1 password=$2
    shift 2
    added_tunnels+=("$name")
    printf '%s\n' '[tunnel]' "$@" >"/etc/pptp-tunnel/tunnels/$name.conf"
    if [ -n "$password" ]; then
        (umask 077 && printf '%s' "$password" >"/var/lib/pptp-tunnel/secrets/$name")
    fi
}

remove_added_tunnels() {
    local name
    [ "${#added_tunnels[@]}" -gt 0 ] || return 0
    for name in "${added_tunnels[@]}"; do
        rm -f "/etc/pptp-tunnel/tunnels/$name.conf" "/var/lib/pptp-tunnel/secrets/$name"
    done
    added_tunnels=()
    reload
}

# record_changes FILE: writes every PropertiesChanged of the service to FILE, one line of JSON each, until
# stop_recording.
record_changes() {
    busctl --json=short monitor --match="type='signal',sender='$bus_name',member='PropertiesChanged'" \
        >"$1" 2>"$scratch/monitor" &
    recorder=$!
    wait_until 10 grep -q Monitoring "$scratch/monitor" || fail "busctl monitor did not start"
}

stop_recording() {
    kill "$recorder"
    wait "$recorder" || :
}

# changes_of PROPERTY FILE: the values it took, one a line.
changes_of() { jq -r --arg name "$1" '.payload.data[1][$name].data // empty' "$2"; }

# --- failures ---

# call_tunnel NAME METHOD: by root, whom polkit lets do everything, without waiting longer than anything may take.
call_tunnel() {
    busctl --timeout=90 call "$bus_name" "$(tunnel_path "$1")" "$bus_name.Tunnel" "$2" 'a{sv}' 0
}

# failure_of NAME: what the bus tells of it, the details among it, as NAME=VALUE.
failure_of() {
    busctl --json=short call "$bus_name" "$(tunnel_path "$1")" org.freedesktop.DBus.Properties GetAll s "$bus_name.Tunnel" |
        jq -r '.data[0] | ({State, Error, ErrorPeerText, Interface, LastErrorTime} | map_values(.data)) +
            (.ErrorDetails.data | map_values(.data)) | to_entries[] | "\(.key)=\(.value)"'
}

# fails_with NAME CODE SECONDS [DETAIL=VALUE...]: connecting it fails like this within the time.
fails_with() {
    local began_at=${EPOCHREALTIME/./} told took detail
    ! call_tunnel "$1" Connect >"$scratch/failure-$1" 2>&1 || fail "$1: it connects"
    told=$'\n'$(failure_of "$1")$'\n'
    for detail in State=failed "Error=$2" Interface= "${@:4}"; do
        [[ $told == *$'\n'"$detail"$'\n'* ]] || fail "$1: no $detail in:$told"
    done
    took=${told#*LastErrorTime=}
    took=$(((${took%%$'\n'*} - began_at) / 1000))
    ((took <= $3 * 1000)) || fail "$1: took $took ms instead of $3 s at most"
    provoked "$2"
    printf '    %s: %s after %s ms %s\n' "$1" "$2" "$took" "${*:4}"
}

# provoked CODE: this one was seen by now; provoked_codes: all of them, once each.
provoked() { printf '%s\n' "$1" >>"$scratch/provoked"; }
provoked_codes() { sort -u "$scratch/provoked"; }

# start_scripted_server NETWORK OPTION...: tests/fakes/pptp_server.py in the place of the server's machine, with all
# addresses of the network. It listens at the first one, as it does to each --also.
start_scripted_server() {
    scripted_network=$1
    on_server ip route add local "$1" dev lo
    on_server python3 -B /lab/fakes/pptp_server.py --listen "${1%/*}" "${@:2}" >"$scratch/journal" 2>&1 &
    scripted=$!
    wait_until 30 grep -qs '"listening"' "$scratch/journal" || fail "no scripted server: $(cat "$scratch/journal")"
}

stop_scripted_server() {
    [ -n "$scripted" ] || return 0
    kill "$scripted"
    wait "$scripted" || :
    scripted=''
    on_server ip route del local "$scripted_network" dev lo
}

# --- pppd by itself, without the service ---

# peer_up PTY [OPTION...]: connects by pppd and a peers file, with this command at the other end of pppd's pty.
peer_up() {
    printf '%s\n' "pty \"$1\"" "${@:2}" name\ bob remotename\ pptpd noauth refuse-eap refuse-pap refuse-chap refuse-mschap \
        require-mppe-128 nobsdcomp nodeflate nodefaultroute mtu\ 1400 mru\ 1400 >/etc/ppp/peers/lab
    give_password
    rm -f "$scratch/pppd" # what the last one has said is no answer
    pppd call lab nodetach logfd 1 >"$scratch/pppd" 2>&1 &
    peer=$!
    wait_until 30 grep -q 'remote IP address' "$scratch/pppd" || {
        cat "$scratch/pppd"
        fail "pppd with pty \"$1\" does not connect"
    }
}

# give_password: to a pppd without the service; peer_down takes it away.
give_password() {
    cp -p /etc/ppp/chap-secrets "$scratch/chap-secrets"
    (umask 077 && printf '%s\n' 'bob pptpd secret *' >/etc/ppp/chap-secrets)
}

# peer_down: as who uses such a file ends it. pppd leaves its own database of interfaces in /run.
peer_down() {
    kill "$peer"
    wait "$peer" || :
    peer=''
    rm -f /run/pppd2.tdb /etc/ppp/peers/lab
    cp -p "$scratch/chap-secrets" /etc/ppp/chap-secrets
}

# --- the way from the server ---

# slow_large_packets: from now on packets of 1024 to 2047 bytes, by the bit of the IP header's length field, come
# 20 ms later than the rest, so that small ones overtake them.
slow_large_packets() {
    on_server tc qdisc add dev to-client root handle 1: prio bands 2 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    on_server tc qdisc add dev to-client parent 1:2 handle 2: netem delay 20ms
    on_server tc filter add dev to-client parent 1: protocol ip u32 match u16 0x0400 0x0400 at 2 flowid 1:2
    path_changed=1
}

restore_path() {
    [ -z "$path_changed" ] || on_server tc qdisc del dev to-client root
    path_changed=''
}

# lose_gre SIDE: from now on no GRE packet leaves the server, or the client, any more.
lose_gre() {
    local from=()
    lost_from=$1
    [ "$1" = client ] || from=(on_server)
    "${from[@]}" tc qdisc add dev "$(gre_device)" root handle 1: prio bands 2 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
    "${from[@]}" tc qdisc add dev "$(gre_device)" parent 1:2 handle 2: netem loss 100%
    "${from[@]}" tc filter add dev "$(gre_device)" parent 1: protocol ip u32 match ip protocol 47 0xff flowid 1:2
}
gre_device() { [ "$lost_from" = client ] && echo to-server || echo to-client; }

restore_gre() {
    case $lost_from in
        client) tc qdisc del dev to-server root ;;
        server) on_server tc qdisc del dev to-client root ;;
    esac
    lost_from=''
}

# --- what the server demands ---

# server_demands OPTION...: of the calls that follow, in the place of MS-CHAPv2 and MPPE with 128 bits.
server_demands() {
    [ -e "$scratch/pptpd-options" ] || cp -p /etc/lab-server/ppp/pptpd-options "$scratch/pptpd-options"
    grep -v -e '^refuse-' -e '^require-' "$scratch/pptpd-options" >/etc/lab-server/ppp/pptpd-options
    printf '%s\n' "$@" >>/etc/lab-server/ppp/pptpd-options
}

# server_gives LINE...: the server starts anew, with these lines of pptpd.conf in the place of its addresses.
server_gives() {
    [ -e "$scratch/pptpd.conf" ] || cp -p /etc/lab-server/pptpd.conf "$scratch/pptpd.conf"
    grep -v -e '^localip' -e '^remoteip' "$scratch/pptpd.conf" >/etc/lab-server/pptpd.conf
    printf '%s\n' "$@" >>/etc/lab-server/pptpd.conf
    restart_server
}

restart_server() {
    systemctl restart lab-server.service
    server_pid=$(systemctl show --property=MainPID --value lab-server.service)
}

server_demands_as_before() {
    [ ! -e "$scratch/pptpd-options" ] || cp -p "$scratch/pptpd-options" /etc/lab-server/ppp/pptpd-options
    [ -e "$scratch/pptpd.conf" ] || return 0
    cp -p "$scratch/pptpd.conf" /etc/lab-server/pptpd.conf
    restart_server
}

# --- leaving nothing behind ---

# processes NAME: the client's processes of this name; those of the server's namespace do not count. (It asks the
# shell for what others use pgrep and stat for: programs take long to start in the guest.)
processes() {
    local process name
    for process in /proc/[0-9]*; do
        { read -r name <"$process/comm"; } 2>/dev/null || continue
        [ "$name" != "$1" ] || [ "$process/ns/net" -ef /run/netns/server ] || printf '%s\n' "${process#/proc/}"
    done
}

# server_processes NAME: those of the server's.
server_processes() { comm -23 <(pgrep -x "$1" | sort) <(processes "$1" | sort); }

# snapshot: everything that a tunnel may change, as sorted text, with few programs. The service holds an inhibitor of
# logind's, under another number after each start. /run/user belongs to alice's session, and journald keeps a file
# for each service that has standard output. The locks of terminals (/var/lock) are in /run too.
snapshot() {
    local name lines
    {
        for name in pppd pptp-worker; do
            mapfile -t lines < <(processes "$name")
            [ "${#lines[@]}" -eq 0 ] || printf "process $name%.0s\\n" "${lines[@]}"
        done
        mapfile -t lines </etc/resolv.conf
        printf 'resolv.conf: %s\n' "${lines[@]}"
        find /run -path /run/user -prune -o -path /run/systemd/journal/streams -prune -o -printf 'file %p\n'
        printf '%s\n' link address 'route show table all' rule | ip -4 -oneline -batch -
    } | awk '
        /^(process|resolv\.conf:) / { print; next }
        /^file / { sub("/run/systemd/inhibit/[0-9]+", "/run/systemd/inhibit/N"); print; next }
        /^[0-9]+:\t/ { print "rule", $0; next }
        /^[0-9]+: [^ ]+: </ { print "interface", $2; next }
        /^[0-9]+: [^ ]+ +inet / { print "address", $2, $4; next }
        { print "route", $0 }' | LC_ALL=C sort
}

looks_as_before() { snapshot | diff "$scratch/before" - >"$scratch/difference"; }

# assert_no_leftovers: the machine looks as it did when the scenario began, or does so within a moment.
assert_no_leftovers() {
    wait_until 5 looks_as_before || {
        cat "$scratch/difference"
        fail "something was left behind (>) or taken away (<)"
    }
}

finish() {
    local status=$?
    trap - EXIT
    if [ "$status" -eq 0 ]; then
        (remove_added_tunnels && assert_no_leftovers) || status=$?
    fi
    if [ "$status" -ne 0 ]; then
        printf '%s\n' '  --- the client said:'
        client_log --identifier=pptp-tunneld --identifier=pptp-worker --identifier=pppd --lines=80 || :
        printf '%s\n' '  --- the server said:'
        server_log | tail -n 40 || :
        remove_added_tunnels || :
        [ -z "$peer" ] || peer_down
        stop_scripted_server || :
        restore_path || :
        restore_gre || :
        server_demands_as_before || :
        systemctl stop pptp-tunneld.service 2>/dev/null || :
    fi
    rm -rf "$scratch"
    exit "$status"
}
trap finish EXIT

if [ -e "/usr/share/dbus-1/system-services/$bus_name.service" ]; then
    busctl call "$bus_name" "$bus_root" org.freedesktop.DBus.Peer Ping
fi
snapshot >"$scratch/before"
