#!/bin/bash
# Records office-lan.pcap with its staff.csv, dnsmasq.leases and truth.csv: real clients, servers and a real browser
# in network namespaces. README.md tells the story. Needs root and no network; run it again to record anew.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAN=tco
# shellcheck source=lan.sh
. "$here/lan.sh"

need ip:iproute2 ethtool:ethtool sysctl:procps tcpdump:tcpdump dnsmasq:dnsmasq-base nginx:nginx-light openssl:openssl curl:curl \
  udhcpc:udhcpc dhclient:isc-dhcp-client dhcpcd:dhcpcd-base dig:bind9-dnsutils chromium:chromium tshark:tshark
lan_up
out=$LAN_TMP/out
mkdir "$out"

s3_id=ff53330003000102a3000000c3           # S3's client id: option 61, whole, type byte first
cat > "$out/staff.csv" <<CSV
staff_id,department,device,valid_from,valid_to
S1,Registry,02:a1:00:00:00:01,2020-01-01,2099-12-31
S2,Registry,02:a2:00:00:00:02,2020-01-01,2099-12-31
S3,Library,id:$s3_id,2020-01-01,2099-12-31
S4,Library,02:a4:00:00:00:04,2020-01-01,2099-12-31
S5,Bursary,host:pc-bursary-05,2020-01-01,2099-12-31
S6,Bursary,02:a6:00:00:00:06,2020-01-01,2099-12-31
CSV

# What the script does is what it writes down: a lookup by whoever asked for a main domain, a connection by whoever went there.
facts=$LAN_TMP/facts
fact() { printf '%s\n' "$1,$2,$3" >> "$facts"; }
visit() { # STAFF SITE URL CURL_OPTION…
  local staff=$1 site=$2; shift 2
  browse "$staff" "$@"
  fact "$staff" "$site" lookup; fact "$staff" "$site" connection
}

web_up
: > "$LAN_TMP/leases"
# Six addresses for seven devices: S4 can only get the one that S3 gives back.
dnsmasq_up <<CONF
dhcp-range=10.20.0.101,10.20.0.106,255.255.255.0,1h
dhcp-authoritative
dhcp-leasefile=$LAN_TMP/leases
CONF
mirror_up "$out/office-lan.pcap"

client S1 02:a1:00:00:00:01
client S2 02:a2:00:00:00:02
client S3 02:a3:00:00:00:03                # in no directory row: S3 is known by client id alone
client S4 02:a4:00:00:00:04
client S5 02:a5:00:00:00:05                # in no directory row: S5 is known by host name alone
client S6 02:a6:00:00:00:06
client visitor 02:af:00:00:00:0f           # a phone in nobody's row

udhcpc_up S1
visit S1 Facebook https://www.facebook.com/
browse S1 https://www.knitting.example/

udhcpc_up S2
chrome() {                                 # the browser's own calls home (updates, accounts) stay out of the story, and out of the DNS
  on S2 timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --disable-default-apps --disable-extensions --no-default-browser-check --no-pings \
    --host-resolver-rules="MAP *.google.com ~NOTFOUND, MAP *.googleapis.com ~NOTFOUND" \
    --user-data-dir="$LAN_TMP/S2/profile" --ignore-certificate-errors --dump-dom "$1" 2>>"$LAN_TMP/S2/log"
}
chrome https://news.campus.example/ | grep -q 'with sdk.js' || die "the browser did not load the embedded script"
chrome https://www.wikipedia.org/ | grep -q 'This is www.wikipedia.org' || die "the browser did not reach Wikipedia"
fact S2 Wikipedia lookup; fact S2 Wikipedia connection

dhclient_up S3 <<CONF
send dhcp-client-identifier $(sed 's/../&:/g; s/:$//' <<< "$s3_id");
request subnet-mask, routers, domain-name-servers;
CONF
grep -q "$(sed 's/../&:/g; s/:$//' <<< "$s3_id")" "$LAN_TMP/leases" || die "dnsmasq did not see S3's client id"
visit S3 Twitter http://twitter.com/
s3_address=$(address_of S3)

udhcpc_up S5 -x hostname:pc-bursary-05 -C
on S5 dig +short +tries=1 www.facebook.com A >/dev/null
fact S5 Facebook lookup

udhcpc_up S6
browse S6 https://notfacebook.com/ --http1.1

dhclient_up visitor <<CONF
send host-name "Aishas-Phone";
request subnet-mask, routers, domain-name-servers;
CONF
browse visitor https://www.facebook.com/ --http2

sleep 1
dhclient_release S3
sleep 2
dhcpcd_up S4
[[ $(address_of S4) == "$s3_address" ]] || die "S4 did not get S3's address $s3_address but $(address_of S4)"
visit S4 LinkedIn https://www.linkedin.com/ --tls-max 1.2
visit S4 Facebook https://www.facebook.com/ --http2

udhcpc_signal S1 USR1                      # a renewal: unicast REQUEST and ACK
sleep 1
mirror_down
cp "$LAN_TMP/leases" "$out/dnsmasq.leases"
{ echo staff_id,site,evidence; sort -u "$facts"; } > "$out/truth.csv"

# The capture holds what the story tells, or nothing is kept.
holds() { # WHAT FILTER FIELD VALUE
  tshark -r "$out/office-lan.pcap" -Y "$2" -T fields -e "$3" 2>/dev/null | tr ',' '\n' | grep -qxF "$4" || die "the capture lacks $1"
}
for name in S1 S2 S4 S5 S6 visitor; do     # S4's address is S3's
  holds "an ACK for $name" "dhcp.option.dhcp == 5 && dhcp.hw.mac_addr == $(mac_of "$name")" dhcp.ip.your "$(address_of "$name")"
done
holds "an ACK for S3" 'dhcp.option.dhcp == 5 && dhcp.hw.mac_addr == 02:a3:00:00:00:03' dhcp.ip.your "$s3_address"
holds "S3's release" 'dhcp.option.dhcp == 7' dhcp.ip.client "$s3_address"
holds "S3's client id" 'dhcp.option.dhcp == 3' dhcp.option.value "$s3_id"
holds "S5's host name" dhcp dhcp.option.hostname pc-bursary-05
for name in www.facebook.com connect.facebook.net www.linkedin.com www.wikipedia.org notfacebook.com news.campus.example; do
  holds "a ClientHello for $name" 'tls.handshake.type == 1' tls.handshake.extensions_server_name "$name"
done
holds "the HTTP request to twitter.com" http.request http.host twitter.com
size=$(stat -c %s "$out/office-lan.pcap")
((size < 600 * 1024)) || die "the capture has $size bytes, more than 600 KiB"

chmod 644 "$out"/*
cp "$out"/* "$here/"
echo "recorded $here/office-lan.pcap: $size bytes; S3 then S4 had $s3_address"
