#!/bin/sh
# What dhclient -6 calls with a lease: the address with the length of the LAN's prefix.
# shellcheck disable=SC2154
case "$reason" in
  PREINIT6) ip link set "$interface" up; for i in 1 2 3 4 5 6 7 8 9 10; do ip -6 addr show dev "$interface" tentative | grep -q . || break; sleep 0.3; done ;;
  BOUND6|RENEW6|REBIND6|REBOOT6) ip -6 addr replace "$new_ip6_address/64" dev "$interface" nodad ;;
esac
exit 0
