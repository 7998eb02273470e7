#!/usr/bin/env python3
"""names.py TRUTH.csv EVENTS.json [NDPI.csv]: of what the generator did, how much `traffic events` and ndpiReader tell by name.

A connection counts as found when its kind and server name were told, as often as the truth has them and not more often.
"""
import csv, json, os, sys
from collections import Counter

truth_path, events_path, ndpi_path = (sys.argv + [''])[1:4]
KINDS = {'dnsq': 'names looked up (distinct)', 'lease': 'leases (distinct devices)', 'tls': 'TLS connections', 'quic': 'QUIC connections'}


def truth():
    found = {kind: Counter() for kind in KINDS}
    cut = Counter()
    with open(truth_path) as file:
        for row in csv.reader(file):
            found[row[1]][row[3] if row[1] != 'lease' else row[2]] += 1
            if row[1] in ('tls', 'quic') and 'pq1' in row:
                cut[row[1]] += 1
    return found, cut


def traffic():
    found = {kind: Counter() for kind in KINDS}
    with open(events_path) as file:
        for line in file:
            event = json.loads(line)
            kind = event['event_type']
            if kind == 'tls' and event['tls'].get('sni'):
                found['tls'][event['tls']['sni']] += 1
            elif kind == 'quic' and event['quic'].get('sni'):
                found['quic'][event['quic']['sni']] += 1
            elif kind == 'dns' and event['dns']['type'] == 'query':
                found['dnsq'][event['dns']['rrname']] += 1
            elif kind == 'dhcp' and event['dhcp'].get('dhcp_type') == 'ack':
                found['lease'][event['dhcp'].get('client_mac')] += 1
    return found


def ndpi():
    found = {kind: Counter() for kind in KINDS}
    with open(ndpi_path, errors='replace') as file:
        for row in csv.DictReader(file):
            protocol, name = row['ndpi_proto'].split('.')[0], row['server_name_sni']
            kind = {'TLS': 'tls', 'QUIC': 'quic', 'DNS': 'dnsq'}.get(protocol)  # it tells no leases
            if kind and name:
                found[kind][name] += 1
    return found


def figure(kind, true, told):
    if told is None or (kind == 'lease' and not told[kind]):
        return '-'
    if kind in ('dnsq', 'lease'):
        count, of = (len(told[kind]) if kind == 'lease' else len(told[kind].keys() & true[kind].keys())), len(true[kind])
    else:
        count, of = (told[kind] & true[kind]).total(), true[kind].total()
    return f'{count} ({100 * count / of:.1f} %)' if of else str(count)


true, cut = truth()
columns = [traffic(), ndpi() if ndpi_path and os.path.exists(ndpi_path) else None]
print('| | truth | traffic | ndpiReader |')
print('|---|---|---|---|')
for kind, label in KINDS.items():
    of = len(true[kind]) if kind in ('dnsq', 'lease') else true[kind].total()
    print(f'| {label} | {of} | ' + ' | '.join(figure(kind, true, told) for told in columns) + ' |')
names = lambda told: len((told['tls'].keys() | told['quic'].keys()) & (true['tls'].keys() | true['quic'].keys()))
print(f'| distinct names of TLS and QUIC | {names(true)} | ' + ' | '.join('-' if told is None else str(names(told)) for told in columns) + ' |')
print(f'\nOf the TLS connections {cut["tls"]} and of the QUIC connections {cut["quic"]} begin with a post-quantum hello that spans two packets.')
