// Replays a capture (classic pcap, Ethernet) from memory over an interface, in a loop, at a rate. Prints exactly what was sent.
//
// send -i INTERFACE -r FRAMES-A-SECOND -t SECONDS [-n FRAMES] [-c CPU] [-m] [-k] [-p] FILE
//   -r 0  as fast as it goes
//   -n    stop after so many frames, if that is earlier than -t
//   -m    once a second one frame more: a DNS query for t<nanoseconds of UTC>.mark.example, to see when it is known
//   -k    keep every byte. Otherwise each loop has other client ports (of TCP and UDP where the other port is below 1024; checksums are left as they are),
//         because a classifier rightly takes the same flow a second later for a repeat: its hellos would not be connections again
//   -p    over a packet socket (sendmmsg past the queues); otherwise over AF_XDP in copy mode, which makes the same frames for less
//
// It sleeps between small bursts (clock_nanosleep, a quarter of a millisecond) and does not spin. A stall of more than 5 ms is not made up for:
// the burst after it would be a rate that nobody asked for; it is told as "late" seconds instead, and the rate reached is printed.
#define _GNU_SOURCE
#include <errno.h>
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64 };
static const int64_t TICK = 250000, STALL = 5000000, SECOND = 1000000000;

static volatile sig_atomic_t stop;
static void on_signal(int n) { (void)n; stop = 1; }
static void die(const char *what) { fprintf(stderr, "send: %s: %s\n", what, strerror(errno)); exit(1); }
static int64_t clock_ns(clockid_t clock) { struct timespec t; clock_gettime(clock, &t); return t.tv_sec * SECOND + t.tv_nsec; }

static struct iovec *frames;
static uint8_t *port_at; // of each frame, where the client's port is; 0: nowhere
static size_t count, file_size;
static uint8_t *file_bytes;

// Where the port above 1024 of a TCP segment or UDP datagram is whose other port is below.
static uint8_t find_port(const uint8_t *frame, uint32_t length)
{
    uint32_t at = 14, transport;
    if (length < 60) return 0;
    uint16_t type = frame[12] << 8 | frame[13];
    if (type == 0x0800 && !((frame[20] << 8 | frame[21]) & 0x1fff)) { transport = at + (frame[14] & 15) * 4; at = 23; }
    else if (type == 0x86dd) { transport = at + 40; at = 20; }
    else return 0;
    if ((frame[at] != 6 && frame[at] != 17) || transport + 4 > length) return 0;
    uint16_t source = frame[transport] << 8 | frame[transport + 1], destination = frame[transport + 2] << 8 | frame[transport + 3];
    return source < 1024 && destination >= 1024 ? transport + 2 : destination < 1024 && source >= 1024 ? transport : 0;
}

static void load(const char *path)
{
    int file = open(path, O_RDONLY);
    struct stat stat;
    if (file < 0 || fstat(file, &stat)) die(path);
    file_size = (stat.st_size + 4095) & ~4095ul;
    uint8_t *bytes = file_bytes = mmap(NULL, file_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED) die("mmap");
    madvise(bytes, file_size, MADV_HUGEPAGE);
    for (off_t at = 0; at < stat.st_size;)
    {
        ssize_t n = read(file, bytes + at, stat.st_size - at);
        if (n <= 0) die(path);
        at += n;
    }
    close(file);
    uint32_t magic;
    memcpy(&magic, bytes, 4);
    if (magic != 0xa1b2c3d4 && magic != 0xa1b23c4d) { fprintf(stderr, "send: %s: not a little-endian pcap\n", path); exit(1); }
    size_t room = 1 << 20;
    frames = malloc(room * sizeof *frames);
    for (off_t at = 24; at + 16 <= stat.st_size;)
    {
        uint32_t length;
        memcpy(&length, bytes + at + 8, 4);
        if (at + 16 + length > stat.st_size) break;
        if (count == room) frames = realloc(frames, (room *= 2) * sizeof *frames);
        frames[count++] = (struct iovec){ bytes + at + 16, length };
        at += 16 + length;
    }
    port_at = calloc(count, 1);
    for (size_t i = 0; i < count; i++) port_at[i] = find_port(frames[i].iov_base, frames[i].iov_len);
    if (!count) { fprintf(stderr, "send: %s: no frames\n", path); exit(1); }
}

// The lower ten bits differ from loop to loop; a port stays above 1024. The same for both directions of a flow.
static uint16_t loop_ports(uint64_t loop) { return htons(loop * 0x9e5 & 0x3ff); }

static int open_socket(const char *name)
{
    int fd = socket(AF_PACKET, SOCK_RAW, 0), one = 1, room = 64 << 20;
    if (fd < 0) die("socket");
    if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one)) die("PACKET_QDISC_BYPASS");
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room)) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(name) };
    if (!address.sll_ifindex || bind(fd, (struct sockaddr *)&address, sizeof address)) die(name);
    return fd;
}

static uint64_t failed, bytes_sent;

static uint64_t send_messages(int fd, size_t from, unsigned n)
{
    static struct mmsghdr batch[BATCH];
    for (unsigned i = 0; i < n; i++) { batch[i].msg_hdr.msg_iov = &frames[from + i]; batch[i].msg_hdr.msg_iovlen = 1; }
    int sent = sendmmsg(fd, batch, n, 0);
    if (sent < 0)
    {
        if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR) die("sendmmsg");
        if (errno != EINTR) failed++;
        return 0;
    }
    for (int i = 0; i < sent; i++) bytes_sent += batch[i].msg_len;
    return sent;
}

// The whole file is the memory that AF_XDP sends from: a descriptor is an offset and a length, nothing is copied before the kernel makes its frame.
enum { RING = 2048 };
static struct { int fd; uint32_t *tx_producer, *tx_consumer, *done_producer, *done_consumer; struct xdp_desc *tx; } xdp;

static void set(int fd, int option, const void *value, socklen_t size, const char *name) { if (setsockopt(fd, SOL_XDP, option, value, size)) die(name); }

static void open_xdp(const char *name)
{
    int fd = xdp.fd = socket(AF_XDP, SOCK_RAW, 0), size = RING, budget = BATCH;
    if (fd < 0) die("socket(AF_XDP)");
    struct xdp_umem_reg memory = { .addr = (uintptr_t)file_bytes, .len = file_size & ~4095ul, .chunk_size = 4096, .flags = XDP_UMEM_UNALIGNED_CHUNK_FLAG };
    set(fd, XDP_UMEM_REG, &memory, sizeof memory, "XDP_UMEM_REG");
    set(fd, XDP_UMEM_FILL_RING, &size, sizeof size, "XDP_UMEM_FILL_RING");
    set(fd, XDP_UMEM_COMPLETION_RING, &size, sizeof size, "XDP_UMEM_COMPLETION_RING");
    set(fd, XDP_TX_RING, &size, sizeof size, "XDP_TX_RING");
    setsockopt(fd, SOL_XDP, 9 /* XDP_MAX_TX_SKB_BUDGET, since 6.18 */, &budget, sizeof budget);
    int room = 64 << 20;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
    struct xdp_mmap_offsets at;
    socklen_t length = sizeof at;
    if (getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &at, &length)) die("XDP_MMAP_OFFSETS");
    uint8_t *tx = mmap(NULL, at.tx.desc + RING * sizeof(struct xdp_desc), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, XDP_PGOFF_TX_RING);
    uint8_t *done = mmap(NULL, at.cr.desc + RING * sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, XDP_UMEM_PGOFF_COMPLETION_RING);
    if (tx == MAP_FAILED || done == MAP_FAILED) die("mmap of the AF_XDP rings");
    xdp.tx_producer = (void *)(tx + at.tx.producer), xdp.tx_consumer = (void *)(tx + at.tx.consumer), xdp.tx = (void *)(tx + at.tx.desc);
    xdp.done_producer = (void *)(done + at.cr.producer), xdp.done_consumer = (void *)(done + at.cr.consumer);
    struct sockaddr_xdp address = { .sxdp_family = AF_XDP, .sxdp_flags = XDP_COPY, .sxdp_ifindex = if_nametoindex(name) };
    if (bind(fd, (struct sockaddr *)&address, sizeof address)) die("bind(AF_XDP)");
}

static uint64_t send_xdp(size_t from, unsigned n)
{
    uint32_t producer = *xdp.tx_producer;
    for (unsigned i = 0; i < n; i++)
    {
        struct iovec *frame = &frames[from + i];
        xdp.tx[(producer + i) & (RING - 1)] = (struct xdp_desc){ .addr = (uint8_t *)frame->iov_base - file_bytes, .len = frame->iov_len };
        bytes_sent += frame->iov_len;
    }
    __atomic_store_n(xdp.tx_producer, producer + n, __ATOMIC_RELEASE);
    while (__atomic_load_n(xdp.tx_consumer, __ATOMIC_ACQUIRE) != producer + n) // all that was asked for is sent before this returns
    {
        if (sendto(xdp.fd, NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 && errno != EAGAIN && errno != EBUSY && errno != ENOBUFS && errno != EINTR) die("sendto(AF_XDP)");
        else if (errno == ENOBUFS) failed++, errno = 0;
        __atomic_store_n(xdp.done_consumer, __atomic_load_n(xdp.done_producer, __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
    }
    return n;
}

static void change_ports(size_t from, unsigned n, uint16_t change)
{
    for (size_t i = from; i < from + n; i++)
        if (port_at[i])
        {
            uint8_t *at = (uint8_t *)frames[i].iov_base + port_at[i];
            uint16_t port;
            memcpy(&port, at, 2);
            port ^= change;
            memcpy(at, &port, 2);
        }
}

static uint64_t send_some(int fd, size_t from, unsigned n) { return xdp.fd ? send_xdp(from, n) : send_messages(fd, from, n); }

// A query from 10.9.9.9 to 10.9.9.53; UDP checksum 0 is "none".
static unsigned mark(uint8_t *frame)
{
    static const uint8_t head[] = { 2, 0, 0, 9, 9, 53, 2, 0, 0, 9, 9, 9, 8, 0, 0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 9, 9, 9, 10, 9, 9, 53,
                                    0xc0, 0, 0, 53, 0, 0, 0, 0, 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
    memcpy(frame, head, sizeof head);
    char label[32];
    int size = sprintf(label, "t%lld", (long long)clock_ns(CLOCK_REALTIME));
    frame[42] = label[size - 1]; // another id each time, else it is a repeat
    frame[35] = label[size - 2];
    unsigned at = sizeof head;
    frame[at++] = size;
    memcpy(frame + at, label, size);
    at += size;
    memcpy(frame + at, "\4mark\7example\0\0\1\0\1", 19);
    at += 19;
    frame[16] = (at - 14) >> 8, frame[17] = (at - 14) & 255;
    frame[38] = (at - 34) >> 8, frame[39] = (at - 34) & 255;
    uint32_t sum = 0;
    for (int i = 14; i < 34; i += 2) sum += frame[i] << 8 | frame[i + 1];
    sum = (sum >> 16) + (sum & 0xffff);
    sum = ~((sum >> 16) + sum);
    frame[24] = sum >> 8, frame[25] = sum & 255;
    return at;
}

int main(int argc, char **argv)
{
    const char *name = NULL;
    double rate = 0, last = 10;
    uint64_t most = UINT64_MAX;
    int marks = 0, packets = 0, keep = 0;
    for (int o; (o = getopt(argc, argv, "i:r:t:n:c:mkp")) != -1;)
        switch (o)
        {
        case 'i': name = optarg; break;
        case 'r': rate = atof(optarg); break;
        case 't': last = atof(optarg); break;
        case 'n': most = strtoull(optarg, NULL, 10); break;
        case 'm': marks = 1; break;
        case 'k': keep = 1; break;
        case 'p': packets = 1; break;
        case 'c': { cpu_set_t cpus; CPU_ZERO(&cpus); CPU_SET(atoi(optarg), &cpus); if (sched_setaffinity(0, sizeof cpus, &cpus)) die("cpu"); break; }
        default: return 2;
        }
    if (!name || optind != argc - 1) { fprintf(stderr, "usage: send -i INTERFACE -r RATE -t SECONDS [-n FRAMES] [-c CPU] [-m] [-k] [-p] FILE\n"); return 2; }
    struct sigaction action = { .sa_handler = on_signal };
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    prctl(PR_SET_TIMERSLACK, 1);
    load(argv[optind]);
    int fd = open_socket(name);
    if (!packets) open_xdp(name);

    const int64_t start = clock_ns(CLOCK_MONOTONIC), end = start + (int64_t)(last * SECOND);
    int64_t base = start, late = 0, next_mark = start;
    uint64_t sent = 0, at_base = 0, marked = 0;
    size_t next = 0, changed = 0;
    uint64_t loop = 0;
    for (int64_t now = start; !stop && now < end && sent < most; now = clock_ns(CLOCK_MONOTONIC))
    {
        if (marks && now >= next_mark)
        {
            uint8_t frame[128];
            unsigned size = mark(frame);
            if (send(fd, frame, size, 0) == (ssize_t)size) { marked++; bytes_sent += size; }
            next_mark += SECOND;
        }
        uint64_t due = rate > 0 ? at_base + (uint64_t)((now - base) * 1e-9 * rate) : UINT64_MAX;
        if (rate > 0 && due > sent && due - sent > rate * 1e-9 * STALL) // behind: start the schedule anew from here
        {
            late += (int64_t)((due - sent) / rate * SECOND);
            base = now; at_base = due = sent;
            base -= TICK; due += (uint64_t)(rate * TICK * 1e-9);
        }
        if (due > most) due = most;
        uint64_t slice = sent + 4096; // look at the clock again
        while (sent < due && sent < slice && !stop)
        {
            uint64_t n = due - sent;
            if (n > BATCH) n = BATCH;
            if (n > count - next) n = count - next;
            if (loop && !keep && next + n > changed) // once each, though a batch may be sent in parts
            {
                size_t first = next > changed ? next : changed;
                change_ports(first, next + n - first, loop_ports(loop) ^ loop_ports(loop - 1));
                changed = next + n;
            }
            n = send_some(fd, next, n);
            sent += n;
            next += n;
            if (next == count) next = changed = 0, loop++;
        }
        if (rate > 0 && sent >= due)
        {
            int64_t wake = (now / TICK + 1) * TICK;
            struct timespec until = { wake / SECOND, wake % SECOND };
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        }
    }
    double took = (clock_ns(CLOCK_MONOTONIC) - start) * 1e-9;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"sent\":%lu,\"marks\":%lu,\"bytes\":%lu,\"seconds\":%.3f,\"rate\":%.0f,\"late\":%.3f,\"full\":%lu,\"loops\":%.2f,\"user\":%.3f,\"sys\":%.3f}\n", sent, marked,
           bytes_sent, took, sent / took, late * 1e-9, failed, (double)sent / count, usage.ru_utime.tv_sec + usage.ru_utime.tv_usec * 1e-6,
           usage.ru_stime.tv_sec + usage.ru_stime.tv_usec * 1e-6);
    return 0;
}
