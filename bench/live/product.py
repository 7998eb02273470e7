"""How `traffic run` is started and asked: the only file here that knows its command line and what it prints."""
import json, os, time

import bed


def command(directory, interface, filtered, traffic=None):
    raise SystemExit('live: traffic run is not known yet')


def wait_ready(directory, process):
    raise SystemExit('live: traffic run is not known yet')


def status(directory):
    """{'received', 'dropped', 'newest': seconds of UTC of the newest frame that was processed, …} or None."""
    return None


def lost(directory):
    told = status(directory)
    return {'received': told['received'], 'dropped': told['dropped']}
