#!/bin/bash
# Records office-lan-kea.pcap with its staff.csv, leases.csv (Kea's memfile) and truth.csv. README.md tells the story:
# whom the capture alone cannot name, and Kea's lease file can. Needs root and no network; run it again to record anew.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAN=tck
# shellcheck source=../office-lan/lan.sh
. "$here/../office-lan/lan.sh"

need ip:iproute2 ethtool:ethtool sysctl:procps tcpdump:tcpdump dnsmasq:dnsmasq-base nginx:nginx-light openssl:openssl curl:curl \
  udhcpc:udhcpc dhclient:isc-dhcp-client kea-dhcp4:kea-dhcp4-server tshark:tshark
lan_up
out=$LAN_TMP/out
mkdir "$out"

cat > "$out/staff.csv" <<CSV
staff_id,department,device,valid_from,valid_to
K1,Registry,02:b1:00:00:00:01,2020-01-01,2099-12-31
K2,Library,02:b2:00:00:00:02,2020-01-01,2099-12-31
K3,Bursary,02:b3:00:00:00:03,2020-01-01,2099-12-31
CSV
facts=$LAN_TMP/facts
visit() { # STAFF SITE URL CURL_OPTION…
  local staff=$1 site=$2; shift 2
  browse "$staff" "$@"
  printf '%s\n' "$staff,$site,lookup" "$staff,$site,connection" >> "$facts"
}

web_up
dnsmasq_up <<< ""                          # names only; Kea gives the addresses
kea_up "10.20.0.51 - 10.20.0.52" 3600      # two addresses for three devices

client K1 02:b1:00:00:00:01
client K2 02:b2:00:00:00:02
client K3 02:b3:00:00:00:03

# Before the recording: K1 gets the address it keeps; K2 gets the other one, and gives it back.
udhcpc_up K1 -x hostname:pc-registry-k1
dhclient_up K2 <<< "request subnet-mask, routers, domain-name-servers;"
k1_address=$(address_of K1); k2_address=$(address_of K2)
sleep 2
dhclient_release K2
sleep 2

mirror_up "$out/office-lan-kea.pcap"
visit K1 Facebook https://www.facebook.com/ --http2
udhcpc_up K3
[[ $(address_of K3) == "$k2_address" ]] || die "K3 did not get K2's address $k2_address but $(address_of K3)"
visit K3 LinkedIn https://www.linkedin.com/ --http2
visit K1 Twitter http://twitter.com/
mirror_down
cp "$LAN_TMP/kea-leases4.csv" "$out/leases.csv"
{ echo staff_id,site,evidence; sort -u "$facts"; } > "$out/truth.csv"

# The capture holds what the story tells, or nothing is kept.
fields() { tshark -r "$out/office-lan-kea.pcap" -Y "$1" -T fields -e "$2" 2>/dev/null | tr ',' '\n'; }
[[ -z $(fields "dhcp.hw.mac_addr == 02:b1:00:00:00:01" frame.number) ]] || die "the capture holds DHCP of K1"
[[ -z $(fields "dhcp.hw.mac_addr == 02:b2:00:00:00:02" frame.number) ]] || die "the capture holds DHCP of K2"
fields 'dhcp.option.dhcp == 5' dhcp.ip.your | grep -qxF "$k2_address" || die "the capture lacks K3's ACK"
for name in www.facebook.com www.linkedin.com; do
  fields 'tls.handshake.type == 1' tls.handshake.extensions_server_name | grep -qxF "$name" || die "the capture lacks a ClientHello for $name"
done
fields "http.request && ip.src == $k1_address" http.host | grep -qxF twitter.com || die "the capture lacks the HTTP request to twitter.com"

chmod 644 "$out"/*
cp "$out"/* "$here/"
echo "recorded $here/office-lan-kea.pcap: $(stat -c %s "$out/office-lan-kea.pcap") bytes; K1 had $k1_address; K2, then K3 had $k2_address"
