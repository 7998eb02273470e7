"""How `traffic run` is started and asked: the only file here that knows its command line and what it prints."""
import json, os, subprocess, time

import bed


def command(directory, interface, filtered):
    try:
        os.remove(f'{directory}/status.json')
    except FileNotFoundError:
        pass
    return [f'{directory}/bench/TrafficClassifier.Bench', 'pipeline', interface, '--status', f'{directory}/status.json', *([] if filtered else ['--no-filter'])]


def wait_ready(directory, process):
    bed.wait_for(lambda: status(directory) is not None or process.poll() is not None, 20, 'the product to be ready')


def status(directory):
    """{'received', 'dropped', 'lag': seconds, …} or None."""
    try:
        with open(f'{directory}/status.json') as file:
            return json.load(file)
    except (FileNotFoundError, ValueError):
        return None


def lost(directory):
    told = status(directory)
    return {'received': told['received'], 'dropped': told['dropped']}


def time_to_first(directory, program):
    """Seconds from exec until it says that a frame was classified."""
    start = time.monotonic()
    process = subprocess.Popen([program, 'pipeline', bed.IN], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in process.stderr:
        if line.startswith('classified'):
            break
    taken = time.monotonic() - start
    bed.stop(process)
    return taken
