#!/usr/bin/env python3
"""names.py TRUTH.csv EVENTS.json [ndpiReader=FILE] [tshark=FILE] [naive=FILE]: of what the generator did, how much each tells by name.

EVENTS.json is of `traffic events`; ndpiReader's file its CSV (-C), tshark's and the naive program's as `compare` makes them. Files that are
not there are left out.

A connection counts as found when its kind and server name were told, as often as the truth has them and not more often.
"""
import csv, json, os, sys
from collections import Counter

truth_path, events_path = sys.argv[1:3]
others = dict(argument.split('=', 1) for argument in sys.argv[3:])
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


def ndpi(path):
    found = {kind: Counter() for kind in KINDS}
    with open(path, errors='replace') as file:
        for row in csv.DictReader(file):
            protocol, name = row['ndpi_proto'].split('.')[0], row['server_name_sni']
            kind = {'TLS': 'tls', 'QUIC': 'quic', 'DNS': 'dnsq'}.get(protocol)  # it tells no leases
            if kind and name:
                found[kind][name] += 1
    return found


def tshark(path):
    """Fields: protocols, DNS names, TLS server name, DHCP hardware address."""
    found = {kind: Counter() for kind in KINDS}
    with open(path, errors='replace') as file:
        for line in file:
            protocols, query, server, device = (line.rstrip('\n').split('\t') + [''] * 4)[:4]
            if server:
                found['quic' if ':quic' in protocols else 'tls'][server.split(',')[0]] += 1
            elif query:
                found['dnsq'][query.split(',')[0]] += 1
            elif device:
                found['lease'][device] += 1
    return found


def naive(path):
    """A line for each: `dns` or `tls`, a tab, the name."""
    found = {kind: Counter() for kind in KINDS}
    with open(path, errors='replace') as file:
        for line in file:
            kind, _, name = line.rstrip('\n').partition('\t')
            kind = {'dns': 'dnsq'}.get(kind, kind)
            if kind in found and name:
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
READERS = {'ndpiReader': ndpi, 'tshark': tshark, 'naive': naive}
told_by = {'traffic': traffic()} | {name: READERS[name](path) for name, path in others.items() if os.path.exists(path)}
columns = list(told_by.values())
print('| | truth | ' + ' | '.join(told_by) + ' |')
print('|---' * (len(columns) + 2) + '|')
for kind, label in KINDS.items():
    of = len(true[kind]) if kind in ('dnsq', 'lease') else true[kind].total()
    print(f'| {label} | {of} | ' + ' | '.join(figure(kind, true, told) for told in columns) + ' |')
names = lambda told: len((told['tls'].keys() | told['quic'].keys()) & (true['tls'].keys() | true['quic'].keys()))
print(f'| distinct names of TLS and QUIC | {names(true)} | ' + ' | '.join('-' if told is None else str(names(told)) for told in columns) + ' |')
print(f'\nOf the TLS connections {cut["tls"]} and of the QUIC connections {cut["quic"]} begin with a post-quantum hello that spans two packets.')
