# shellcheck shell=bash disable=SC2016
# A small office network in network namespaces: sourced by record.sh here, by ../office-lan-kea/record.sh
# and by tests/fixtures/leases/make.sh. The caller says `set -euo pipefail` and sets LAN to a prefix of its own.
#
#   clients -- br0 (LAN-lan: the mirror) -- gw (LAN-gw: gateway, DHCP, DNS) -- web (LAN-web: nginx)
#   10.20.0.0/24                            10.20.0.1    198.51.100.1          198.51.100.10 and up

PATH=$PATH:/usr/sbin:/sbin
LAN_TMP=
LAN_PIDS=()

die() { echo "$0: $*" >&2; exit 1; }

# need COMMAND:PACKAGE… : says which packages are missing, and installs none.
need() {
  local pair missing=()
  for pair; do command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}"); done
  ((${#missing[@]} == 0)) || die "install first: apt-get install --no-install-recommends ${missing[*]}"
  ((EUID == 0)) || die "run me as root: I make network namespaces"
}

# Ends what this script started and removes its namespaces; also what a killed run left behind.
lan_down() {
  local pid ns
  for pid in "${LAN_PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
  for ns in $(ip netns list | awk -v p="$LAN-" 'index($1, p) == 1 { print $1 }'); do
    for pid in $(ip netns pids "$ns"); do kill -9 "$pid" 2>/dev/null || true; done
    ip netns del "$ns"
  done
  wait 2>/dev/null || true
  [[ -z $LAN_TMP ]] || rm -rf "$LAN_TMP"
}

# cable NAMESPACE IFACE PEER_NAMESPACE PEER_IFACE [MAC] : plugs the two together (into the bridge, if the peer is lan). No offloads, so that frames and checksums are as on a wire.
cable() {
  local mac=${5:-}
  ip -n "$LAN-$1" link add "$2" ${mac:+address "$mac"} type veth peer name "$4" netns "$LAN-$3"
  ip netns exec "$LAN-$1" ethtool -K "$2" tx off tso off gso off gro off >/dev/null 2>&1
  ip netns exec "$LAN-$3" ethtool -K "$4" tx off tso off gso off gro off >/dev/null 2>&1
  [[ $3 != lan ]] || ip -n "$LAN-lan" link set "$4" master br0
  ip -n "$LAN-$1" link set "$2" up
  ip -n "$LAN-$3" link set "$4" up
}

space() { ip netns add "$LAN-$1"; ip -n "$LAN-$1" link set lo up; }

lan_up() {
  trap lan_down EXIT
  trap 'exit 130' INT TERM
  lan_down
  LAN_TMP=$(mktemp -d "/tmp/$LAN.XXXXXX")
  chmod 755 "$LAN_TMP"
  space lan; space gw; space web
  ip -n "$LAN-lan" link add br0 type bridge
  ip netns exec "$LAN-lan" sysctl -qw net.ipv6.conf.br0.disable_ipv6=1
  ip -n "$LAN-lan" link set br0 up
  cable gw lan0 lan p-gw 02:00:5e:00:00:01
  cable web eth0 gw wan0 02:00:5e:00:00:03
  ip -n "$LAN-gw" addr add 10.20.0.1/24 dev lan0
  ip -n "$LAN-gw" addr add 198.51.100.1/24 dev wan0
  ip netns exec "$LAN-gw" sysctl -qw net.ipv4.ip_forward=1
  ip -n "$LAN-web" route add default via 198.51.100.1 2>/dev/null || true
  hook > "$LAN_TMP/hook"; chmod 755 "$LAN_TMP/hook"
}

# client NAME MAC : a machine on the LAN, without an address yet.
client() {
  space "$1"
  cable "$1" eth0 lan "p-$1" "$2"
  mkdir -p "$LAN_TMP/$1"
  : > "$LAN_TMP/$1/resolv.conf"
}

# on NAME COMMAND… : runs it on that machine, with that machine's resolv.conf, home and client state.
on() {
  local name=$1; shift
  HOME="$LAN_TMP/$name" ip netns exec "$LAN-$name" sh -euc '
    mount --bind "$HOME/resolv.conf" /etc/resolv.conf
    [ ! -d /var/lib/dhcpcd ] || mount -t tmpfs none /var/lib/dhcpcd
    exec "$@"' on "$@"
}

# The script which DHCP clients call: one for dhclient, udhcpc and dhcpcd (which sets its address itself).
hook() {
  cat <<'HOOK'
#!/bin/sh
resolv() { : > /etc/resolv.conf; for s in $1; do echo "nameserver $s" >> /etc/resolv.conf; done; }
address() { ip addr flush dev "$1" scope global; ip addr add "$2" dev "$1"; ip route replace default via "$3" dev "$1"; resolv "$4"; }
# shellcheck disable=SC2154
case "${1:-$reason}" in
  bound|renew) address "$interface" "$ip/$mask" "$router" "$dns" ;;
  deconfig) ip addr flush dev "$interface" scope global; ip link set "$interface" up ;;
  PREINIT) ip link set "$interface" up ;;
  BOUND|REBOOT|RENEW|REBIND)
    if [ -n "${ifwireless+x}" ]; then resolv "$new_domain_name_servers"
    else address "$interface" "$new_ip_address/24" "$new_routers" "$new_domain_name_servers"; fi ;;
  RELEASE|EXPIRE|STOP|FAIL) [ -n "${ifwireless+x}" ] || ip addr flush dev "$interface" scope global ;;
esac
exit 0
HOOK
}

# udhcpc_up NAME OPTION… : busybox's client; stays, to renew (SIGUSR1), release (SIGUSR2).
udhcpc_up() {
  local name=$1; shift
  on "$name" udhcpc -i eth0 -s "$LAN_TMP/hook" -p "$LAN_TMP/$name/udhcpc.pid" -t 5 -T 2 -n -b "$@" 2>>"$LAN_TMP/$name/log" >&2
  has_address "$name"
}
udhcpc_signal() { kill -"$2" "$(cat "$LAN_TMP/$1/udhcpc.pid")"; }

# dhclient_up NAME < CONFIGURATION : ISC's client. dhclient_release NAME sends DHCPRELEASE.
dhclient_up() {
  cat > "$LAN_TMP/$1/dhclient.conf"
  dhclient_run "$1" >&2
  has_address "$1"
}
dhclient_release() { dhclient_run "$1" -r >&2; }
dhclient_run() {
  local name=$1; shift
  on "$name" dhclient -4 -q "$@" -cf "$LAN_TMP/$name/dhclient.conf" -lf "$LAN_TMP/$name/dhclient.leases" \
    -pf "$LAN_TMP/$name/dhclient.pid" -sf "$LAN_TMP/hook" eth0 2>>"$LAN_TMP/$name/log"
}

# dhcpcd_up NAME OPTION… : Roy Marples' client, in the foreground of a job, as it keeps its state in fixed places.
dhcpcd_up() {
  local name=$1; shift
  printf '%s\n' 'option domain_name_servers, routers, interface_mtu' 'require dhcp_server_identifier' 'noipv6' > "$LAN_TMP/$name/dhcpcd.conf"
  on "$name" dhcpcd -4 -B -f "$LAN_TMP/$name/dhcpcd.conf" -c "$LAN_TMP/hook" "$@" eth0 >>"$LAN_TMP/$name/log" 2>&1 &
  LAN_PIDS+=($!)
  has_address "$name"
}

# has_address NAME : waits for it, and for the name server the lease came with.
has_address() {
  local i
  for ((i = 0; i < 150; i++)); do
    if [[ -n $(address_of "$1") && -s $LAN_TMP/$1/resolv.conf ]]; then return; fi
    sleep 0.1
  done
  cat "$LAN_TMP/$1/log" >&2
  die "$1 got no address"
}
address_of() { ip -n "$LAN-$1" -4 -o addr show dev eth0 scope global | awk '{ sub("/.*", "", $4); print $4; exit }'; }

mac_of() { ip -n "$LAN-$1" -o link show dev eth0 | sed 's/.*link.ether \([^ ]*\).*/\1/'; }

# The web: every name, its address, and what kind of page. Shared hosting: two names on .60.
SITES="
www.facebook.com         198.51.100.10
facebook.com             198.51.100.10
connect.facebook.net     198.51.100.11
twitter.com              198.51.100.20
www.linkedin.com         198.51.100.30
www.wikipedia.org        198.51.100.40
notfacebook.com          198.51.100.50
www.knitting.example     198.51.100.60
news.campus.example      198.51.100.60
"

# web_up : nginx with a certificate per name from a CA of its own ($LAN_TMP/ca.pem), HTTP/2, and plain HTTP.
web_up() {
  local dir=$LAN_TMP/web name address
  mkdir -p "$dir"
  openssl ecparam -name prime256v1 -genkey -noout -out "$dir/ca.key"
  openssl req -x509 -new -key "$dir/ca.key" -subj "/CN=Office LAN test CA" -days 3650 -out "$LAN_TMP/ca.pem"
  {
    echo "pid $dir/nginx.pid; error_log $dir/error.log; worker_processes 1; daemon off; events {}"
    echo "http { access_log $dir/access.log combined; types { text/html html; application/javascript js; } server_tokens off;"
    for t in body proxy fastcgi uwsgi scgi; do echo "${t/body/client_body}_temp_path $dir/$t;"; done
    while read -r name address; do
      [[ -n $name ]] || continue
      ip -n "$LAN-web" addr replace "$address/24" dev eth0
      mkdir -p "$dir/$name"
      echo "<!doctype html><title>$name</title><link rel=icon href=data:,><p>This is $name, on a test network." > "$dir/$name/index.html"
      openssl ecparam -name prime256v1 -genkey -noout -out "$dir/$name.key"
      openssl req -new -key "$dir/$name.key" -subj "/CN=$name" \
        | openssl x509 -req -CA "$LAN_TMP/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 825 \
            -extfile <(echo "subjectAltName=DNS:$name") -out "$dir/$name.pem" 2>/dev/null
      echo "server { listen $address:80; listen $address:443 ssl http2; server_name $name; root $dir/$name;" \
           "ssl_certificate $dir/$name.pem; ssl_certificate_key $dir/$name.key; }"
    done <<< "$SITES"
    echo "}"
  } > "$dir/nginx.conf"
  echo 'document.title += " (with sdk.js)";' > "$dir/connect.facebook.net/sdk.js"
  echo '<!doctype html><title>Campus news</title><link rel=icon href=data:,><p>News, with a like button.<script src="https://connect.facebook.net/sdk.js"></script>' \
    > "$dir/news.campus.example/index.html"
  ip -n "$LAN-web" route replace default via 198.51.100.1
  chmod -R a+rX "$dir"
  ip netns exec "$LAN-web" nginx -p "$dir" -e "$dir/error.log" -c "$dir/nginx.conf" &
  LAN_PIDS+=($!)
}

# dns_settings : dnsmasq's lines for a server that knows the names above and asks nobody else.
dns_settings() {
  local name address
  printf '%s\n' no-hosts no-resolv bind-interfaces interface=lan0 except-interface=lo user=root log-dhcp log-queries
  while read -r name address; do
    [[ -n $name ]] || continue
    # Facebook's own name is an alias, as in the real DNS.
    if [[ $name == www.facebook.com ]]; then
      echo "cname=$name,star-mini.c10r.facebook.com,60"; name=star-mini.c10r.facebook.com
    fi
    printf '%s\n' "host-record=$name,$address,60" "local=/$name/"
  done <<< "$SITES"
  echo "local=/www.facebook.com/"
}
# dnsmasq_up < FURTHER SETTINGS (DHCP)
dnsmasq_up() {
  { dns_settings; cat; } > "$LAN_TMP/dnsmasq.conf"
  ip netns exec "$LAN-gw" dnsmasq -k -C "$LAN_TMP/dnsmasq.conf" -x "$LAN_TMP/dnsmasq.pid" --log-facility="$LAN_TMP/dnsmasq.log" &
  LAN_PIDS+=($!); DNSMASQ=$!
  until [[ -s $LAN_TMP/dnsmasq.pid ]]; do sleep 0.1; kill -0 "$DNSMASQ" || die "dnsmasq does not run"; done
}

# kea_up POOL LIFETIME [FURTHER MEMBERS OF "Dhcp4"] : Kea's DHCPv4 server, leases in $LAN_TMP/kea-leases4.csv.
kea_up() {
  cat > "$LAN_TMP/kea.json" <<JSON
{ "Dhcp4": {
  "interfaces-config": { "interfaces": [ "lan0" ], "dhcp-socket-type": "raw" },
  "lease-database": { "type": "memfile", "persist": true, "name": "$LAN_TMP/kea-leases4.csv", "lfc-interval": 0 },
  "valid-lifetime": $2, ${3:-}
  "subnet4": [ { "id": 1, "subnet": "10.20.0.0/24", "pools": [ { "pool": "$1" } ],
    "option-data": [ { "name": "routers", "data": "10.20.0.1" }, { "name": "domain-name-servers", "data": "10.20.0.1" } ] } ],
  "loggers": [ { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "$LAN_TMP/kea.log" } ] } ]
} }
JSON
  KEA_PIDFILE_DIR=$LAN_TMP KEA_LOCKFILE_DIR=none ip netns exec "$LAN-gw" kea-dhcp4 -c "$LAN_TMP/kea.json" >> "$LAN_TMP/kea.out" 2>&1 &
  KEA=$!; LAN_PIDS+=("$KEA")
  until grep -q DHCP4_STARTED "$LAN_TMP/kea.log" 2>/dev/null; do
    sleep 0.1; kill -0 "$KEA" 2>/dev/null || { cat "$LAN_TMP/kea.out" "$LAN_TMP/kea.log" >&2 || true; die "Kea does not run"; }
  done
}

# mirror_up FILE, mirror_down : records on the bridge, as a mirror port would.
mirror_up() {
  ip netns exec "$LAN-lan" tcpdump -i br0 -s 0 -U -Z root -w "$1" 2> "$LAN_TMP/tcpdump.log" &
  MIRROR=$!; LAN_PIDS+=("$MIRROR")
  until grep -q 'listening on' "$LAN_TMP/tcpdump.log"; do sleep 0.1; kill -0 "$MIRROR" || die "tcpdump does not run"; done
}
mirror_down() {
  sleep 1
  kill -INT "$MIRROR"; wait "$MIRROR" || true
  grep -q '^0 packets dropped by kernel' "$LAN_TMP/tcpdump.log" || die "the recording lost frames: $(cat "$LAN_TMP/tcpdump.log")"
}

# browse NAME URL CURL_OPTION… : one visit with curl, checked against the local CA.
browse() {
  local name=$1 url=$2; shift 2
  on "$name" curl -sS --fail --max-time 10 --cacert "$LAN_TMP/ca.pem" -o /dev/null "$@" "$url"
}
