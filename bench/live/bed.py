"""What the live scripts share: a veth pair in a network namespace of its own, the sender, and what a process costs."""
import json, os, signal, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
REPO = os.path.dirname(os.path.dirname(HERE))
OUT, IN = 'm0', 'm1'  # the sender's end, the mirror port


def own_namespace():
    """Runs this script again in its own network and mount namespace; without root in a user namespace too."""
    if os.environ.get('LIVE_BED') == str(os.getppid()) or os.environ.get('LIVE_BED') == 'yes':
        return
    os.environ['LIVE_BED'] = 'yes'
    flags = ['-n', '-m'] if os.geteuid() == 0 else ['-r', '-n', '-m']
    os.execvp('unshare', ['unshare', *flags, sys.executable, *sys.argv])


def sh(*command, check=True):
    return subprocess.run(command, check=check, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout


def open_bed(spread=False):
    """A veth pair as a mirror port should be: no IPv6 of its own, no offloads, room for tags."""
    sh('mount', '-t', 'sysfs', 'sysfs', '/sys', check=False)
    sh('ip', 'link', 'add', OUT, 'type', 'veth', 'peer', 'name', IN)
    for end in (OUT, IN):
        with open(f'/proc/sys/net/ipv6/conf/{end}/disable_ipv6', 'w') as file:
            file.write('1')
        sh('ip', 'link', 'set', end, 'mtu', '9000', 'up')
        sh('ethtool', '-K', end, 'gro', 'off', 'gso', 'off', 'tso', 'off', 'tx', 'off', 'rx', 'off', check=False)
    if spread:  # the kernel's receive part runs on the receiver's processor, as it would behind a card with one queue
        with open(f'/sys/class/net/{IN}/queues/rx-0/rps_cpus', 'w') as file:
            file.write('1')


def build(directory):
    os.makedirs(directory, exist_ok=True)
    for name in ('ring', 'send'):
        target = f'{directory}/{name}'
        if not os.path.exists(target) or os.path.getmtime(target) < os.path.getmtime(f'{HERE}/{name}.c'):
            subprocess.run(['gcc', '-O2', '-Wall', '-o', target, f'{HERE}/{name}.c'], check=True)


def offered():
    """Frames that came to the mirror port, and those that the kernel lost before any socket saw them."""
    counted = json.loads(sh('ip', '-j', '-s', 'link', 'show', IN))[0]['stats64']['rx']
    return counted['packets'], counted['dropped']


class Cost:
    """Processor time of a process and all its threads, ended ones included, and its memory. User and system are told apart by the kernel's
    ticks (coarse); their sum is exact to the nanosecond."""

    def __init__(self, pid):
        self.at = time.monotonic()
        with open(f'/proc/{pid}/stat') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        self.user, self.system = int(fields[11]) / 100, int(fields[12]) / 100
        self.exact = time.clock_gettime((~pid << 3) | 2)  # the process' scheduler clock (MAKE_PROCESS_CPUCLOCK)
        self.rss = self.peak = 0
        with open(f'/proc/{pid}/status') as file:
            for line in file:
                if line.startswith('VmRSS'):
                    self.rss = int(line.split()[1]) * 1024
                elif line.startswith('VmHWM'):
                    self.peak = int(line.split()[1]) * 1024


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise SystemExit(f'live: waited {seconds} s for {what}')


def stop(process, seconds=30):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def median(values):
    return statistics.median(values) if values else float('nan')
