"""How `traffic run` is started and asked: the only file here that knows its command line and what it prints."""
import json, os, shutil, subprocess, time

import bed


def command(directory, interface, filtered):
    """The C ring has the classic filter: so has the product here; by default it would take eBPF, which lets less pass."""
    for path in (f'{directory}/status.json', f'{directory}/store'):
        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.path.exists(path) and os.remove(path)
    return [f'{directory}/publish/traffic', 'run', '--interface', interface, '--prefilter', 'classic' if filtered else 'none', '--store', f'{directory}/store',
            '--status', f'{directory}/status.json']


def wait_ready(directory, process):
    bed.wait_for(lambda: status(directory) is not None or process.poll() is not None, 20, 'the product to be ready')


def status(directory):
    """{'received', 'dropped', 'lag': seconds, …} or None."""
    try:
        with open(f'{directory}/status.json') as file:
            told = json.load(file)
    except (FileNotFoundError, ValueError):
        return None
    line = told['interfaces'][0]
    return {'received': line['received'], 'dropped': line['dropped'] + line['dropped_before_ring'], 'freezes': line['freezes'], 'lag': told['lag_seconds'],
            'classified': told['frames']['classified'], 'evictions': told['figures']['evictions'], 'frames': sum(told['frames'].values())}


def lost(directory):
    told = status(directory)
    return {'received': told['received'], 'dropped': told['dropped']}


def time_to_first(directory, program):
    """Seconds from exec until it says that a frame was classified."""
    start = time.monotonic()
    process = subprocess.Popen([program, 'run', '--interface', bed.IN], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in process.stderr:
        if 'first frame classified' in line:
            break
    taken = time.monotonic() - start
    bed.stop(process)
    return taken
