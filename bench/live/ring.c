// The limit that the ring engine is measured against: a TPACKET_V3 ring of the product's geometry that does nothing but touch the first
// 64 bytes of each frame. Prints one line when its time is over or it gets SIGTERM.
//
// ring -i INTERFACE [-t SECONDS] [-w SECONDS] [-f FILTER] [-c CPU] [-s SNAP]
//   -w  processor time is counted only after so many seconds from the first frame (as the C# side of the comparison does, which must warm up)
//   -f  classic filter, a line "code jt jf k" for each instruction; -s N is the filter `ret #N`
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, BLOCKS = 64, RETIRE_MS = 60 };

static volatile sig_atomic_t stop;
static void on_signal(int n) { (void)n; stop = 1; }

static void die(const char *what) { fprintf(stderr, "ring: %s: %s\n", what, strerror(errno)); exit(1); }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec * 1e-6; }
static void set(int fd, int level, int option, const void *value, socklen_t size, const char *name) { if (setsockopt(fd, level, option, value, size)) die(name); }

static void attach(int fd, const char *path, int snap)
{
    static struct sock_filter program[4096];
    struct sock_fprog filter = { 0, program };
    if (path)
    {
        FILE *file = fopen(path, "r");
        if (!file) die(path);
        char line[256];
        while (fgets(line, sizeof line, file))
        {
            unsigned code, jt, jf, k;
            if (sscanf(line, "%i %i %i %i", (int *)&code, (int *)&jt, (int *)&jf, (int *)&k) == 4 && filter.len < 4096)
                program[filter.len++] = (struct sock_filter){ code, jt, jf, k };
        }
        fclose(file);
        if (filter.len == 0) { fprintf(stderr, "ring: %s: no instructions\n", path); exit(1); }
    }
    else if (snap) { program[0] = (struct sock_filter){ BPF_RET | BPF_K, 0, 0, snap }; filter.len = 1; }
    else return;
    set(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter, "SO_ATTACH_FILTER");
}

static uint8_t *open_ring(int fd, int index)
{
    int version = TPACKET_V3, one = 1;
    set(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version, "PACKET_VERSION");
    set(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one, "PACKET_IGNORE_OUTGOING");
    struct tpacket_req3 request = { .tp_block_size = BLOCK, .tp_block_nr = BLOCKS, .tp_frame_size = 2048, .tp_frame_nr = BLOCKS * (BLOCK / 2048), .tp_retire_blk_tov = RETIRE_MS };
    set(fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request, "PACKET_RX_RING");
    uint8_t *ring = mmap(NULL, (size_t)BLOCK * BLOCKS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (ring == MAP_FAILED) die("mmap");
    struct packet_mreq promiscuous = { .mr_ifindex = index, .mr_type = PACKET_MR_PROMISC };
    set(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous, "PACKET_ADD_MEMBERSHIP");
    struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = index };
    if (bind(fd, (struct sockaddr *)&address, sizeof address)) die("bind");
    return ring;
}

int main(int argc, char **argv)
{
    const char *name = NULL, *filter = NULL;
    double last = 1e9, warm = 0;
    int snap = 0;
    for (int o; (o = getopt(argc, argv, "i:t:w:f:c:s:")) != -1;)
        switch (o)
        {
        case 'i': name = optarg; break;
        case 't': last = atof(optarg); break;
        case 'w': warm = atof(optarg); break;
        case 'f': filter = optarg; break;
        case 's': snap = atoi(optarg); break;
        case 'c': { cpu_set_t cpus; CPU_ZERO(&cpus); CPU_SET(atoi(optarg), &cpus); if (sched_setaffinity(0, sizeof cpus, &cpus)) die("cpu"); break; }
        default: return 2;
        }
    if (!name || !if_nametoindex(name)) { fprintf(stderr, "ring: -i INTERFACE: no such interface\n"); return 2; }
    struct sigaction action = { .sa_handler = on_signal };
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);

    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    if (fd < 0) die("socket");
    attach(fd, filter, snap);
    uint8_t *ring = open_ring(fd, if_nametoindex(name));
    fprintf(stderr, "ready\n");

    uint64_t frames = 0, before = 0, sum = 0, drops = 0, freezes = 0;
    struct rusage from = { 0 }, to;
    int counting = 0;
    double started = 0, opened = now(), began = 0;
    for (unsigned i = 0; !stop;)
    {
        struct tpacket_block_desc *block = (void *)(ring + (size_t)i * BLOCK);
        if (!(__atomic_load_n(&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
        {
            struct pollfd wait = { fd, POLLIN | POLLERR, 0 };
            poll(&wait, 1, 250);
            if (now() - opened > last) break;
            continue;
        }
        if (!counting && frames)
        {
            if (!began) began = now();
            if (now() - began >= warm) { counting = 1; before = frames; started = now(); getrusage(RUSAGE_SELF, &from); }
        }
        struct tpacket3_hdr *frame = (void *)((uint8_t *)block + block->hdr.bh1.offset_to_first_pkt);
        for (uint32_t left = block->hdr.bh1.num_pkts; left; left--)
        {
            const uint8_t *bytes = (const uint8_t *)frame + frame->tp_mac;
            uint32_t length = frame->tp_snaplen < 64 ? frame->tp_snaplen : 64;
            for (uint32_t at = 0; at + 8 <= length; at += 8) { uint64_t word; memcpy(&word, bytes + at, 8); sum += word; }
            frames++;
            frame = (void *)((uint8_t *)frame + frame->tp_next_offset);
        }
        __atomic_store_n(&block->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
        if (++i == BLOCKS) i = 0;
    }
    getrusage(RUSAGE_SELF, &to);
    double took = now() - started;
    struct tpacket_stats_v3 stats;
    socklen_t size = sizeof stats;
    if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size)) die("PACKET_STATISTICS");
    drops = stats.tp_drops;
    freezes = stats.tp_freeze_q_cnt;
    printf("{\"received\":%u,\"frames\":%lu,\"dropped\":%lu,\"freezes\":%lu,\"counted\":%lu,\"seconds\":%.3f,\"user\":%.6f,\"sys\":%.6f,\"rss\":%ld,\"sum\":%lu}\n",
           stats.tp_packets, frames, drops, freezes, frames - before, took, seconds(to.ru_utime) - seconds(from.ru_utime),
           seconds(to.ru_stime) - seconds(from.ru_stime), to.ru_maxrss * 1024, sum & 0xffff);
    return 0;
}
