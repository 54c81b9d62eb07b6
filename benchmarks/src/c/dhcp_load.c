/*
 * Plays DHCP clients on an interface as fast as a server or relay behind it answers, and, for a relay, its server too. One thread, no
 * allocation while it runs, many frames with one system call. Says how it went as one JSON object.
 *
 *   dhcp_load INTERFACE [KEY=VALUE ...]
 *     mode=dora       Discover to Ack for each client (default)
 *     mode=pipeline   Discovers alone; each counts when its datagram has reached the server
 *     tags=0|2        frames without tags, or with an 802.1ad and an 802.1Q tag: 4000 lines below each outer VID from 500 up (default 0)
 *     server=NETNS    there is a server of our own on UDP port 67 in that namespace; in mode dora it answers
 *     clients=N       how many there are; each comes once (default 100000)
 *     lines=N         so many lines with a client each, which come again and again; 0: every client has a line of its own (default 0)
 *     window=N        exchanges that wait for an answer at a time (default 64)
 *     rate=N          exchanges begun a second; 0: as the window allows (default 0)
 *     warmup=N        exchanges that are in no figure (default 0)
 *     seconds=N       how long it goes on after that, unless the clients are used up (default 5)
 *
 * Client i has the MAC 02:00:XX:XX:XX:XX, of i or of i modulo lines, and the transaction number i + 1. A client that hears nothing for a second asks again, four times;
 * then it has failed. In mode pipeline a Discover that does not arrive within 200 ms is lost.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 64
#define SLOT 704
#define BOOTP 240
#define RETRY_NS 1000000000ull
#define LOST_NS 200000000ull
#define ATTEMPTS 4
#define BUCKETS (64 * 64)
#define FIRST_ADDRESS 0x0a400100u

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

enum { DISCOVER = 1, OFFER = 2, REQUEST = 3, ACK = 5 };
enum { IDLE, SELECTING, REQUESTING, BOUND, FAILED };

struct batch {
    struct mmsghdr headers[BATCH];
    struct iovec parts[BATCH];
    struct sockaddr_in to[BATCH];
    uint8_t slots[BATCH][SLOT];
    unsigned count;
    int fd;
};

struct waiting {
    uint32_t client;
    uint8_t state;
    uint64_t since;
};

static struct batch out, in, server_in, server_out;
static uint8_t *states, *attempts;
static uint64_t *begun;
static struct waiting *queue;
static uint32_t queue_size, queue_head, queue_tail;
static uint64_t histogram[BUCKETS];
static uint32_t clients = 100000, lines, window = 64, warmup, next_client, outstanding, server_address;
static uint64_t done, failed, again, lost, refused;
static int tags, pipeline, server_fd = -1;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void put16(uint8_t *p, unsigned v) { p[0] = (uint8_t) (v >> 8); p[1] = (uint8_t) v; }
static void put32(uint8_t *p, uint32_t v) { put16(p, v >> 16); put16(p + 2, v & 0xffff); }
static unsigned get16(const uint8_t *p) { return (unsigned) p[0] << 8 | p[1]; }
static uint32_t get32(const uint8_t *p) { return (uint32_t) get16(p) << 16 | get16(p + 2); }

static uint32_t sum16(const uint8_t *p, unsigned length) {
    uint32_t sum = 0;
    for (unsigned i = 0; i + 1 < length; i += 2) {
        sum += get16(p + i);
    }
    return length & 1 ? sum + ((uint32_t) p[length - 1] << 8) : sum;
}

static unsigned folded(uint32_t sum) {
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum & 0xffff;
}

static void record(uint64_t ns) {
    unsigned bucket = (unsigned) ns;
    if (ns >= 64) {
        unsigned exponent = 63 - (unsigned) __builtin_clzll(ns);
        bucket = (exponent - 5) * 64 + (unsigned) (ns >> (exponent - 6)) - 64;
    }
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

/* The largest value of the bucket in which the share of all values ends, in microseconds. */
static double quantile(double share) {
    uint64_t all = 0, seen = 0;
    for (unsigned i = 0; i < BUCKETS; i++) {
        all += histogram[i];
    }
    for (unsigned i = 0; i < BUCKETS; i++) {
        seen += histogram[i];
        if (all && seen >= share * all) {
            return i < 64 ? i / 1e3 : (double) ((uint64_t) (i % 64 + 65) << (i / 64 - 1)) / 1e3;
        }
    }
    return 0;
}

static void batch_init(struct batch *b, int fd, int addressed) {
    b->fd = fd;
    for (unsigned i = 0; i < BATCH; i++) {
        b->parts[i].iov_base = b->slots[i];
        b->parts[i].iov_len = SLOT;
        b->headers[i].msg_hdr.msg_iov = &b->parts[i];
        b->headers[i].msg_hdr.msg_iovlen = 1;
        if (addressed) {
            b->headers[i].msg_hdr.msg_name = &b->to[i];
            b->headers[i].msg_hdr.msg_namelen = sizeof(b->to[i]);
        }
    }
}

static void flush(struct batch *b) {
    for (unsigned sent = 0; sent < b->count;) {
        int n = sendmmsg(b->fd, b->headers + sent, b->count - sent, 0);
        if (n < 0) {
            if (errno != ENOBUFS && errno != EAGAIN && errno != EINTR) {
                die("sendmmsg");
            }
            refused++;
            continue;
        }
        sent += (unsigned) n;
    }
    b->count = 0;
}

static uint8_t *claim(struct batch *b) {
    if (b->count == BATCH) {
        flush(b);
    }
    return b->slots[b->count];
}

static void commit(struct batch *b, unsigned length) { b->parts[b->count++].iov_len = length; }

static void send_message(uint32_t client, int type, uint32_t address, uint32_t server) {
    uint8_t *start = claim(&out), *p = start;
    uint8_t mac[6] = {2, 0, 0, 0, 0, 0};
    uint32_t line = lines ? client % lines : client;
    put32(mac + 2, line + 1);
    memset(p, 0xff, 6);
    memcpy(p + 6, mac, 6);
    p += 12;
    if (tags) {
        put16(p, 0x88a8);
        put16(p + 2, 500 + line / 4000);
        put16(p + 4, ETH_P_8021Q);
        put16(p + 6, 1 + line % 4000);
        p += 8;
    }
    put16(p, ETH_P_IP);
    uint8_t *ip = p + 2, *udp = ip + 20, *bootp = udp + 8, *o = bootp + BOOTP;
    memset(ip, 0, 28 + BOOTP + 64);
    bootp[0] = 1;
    bootp[1] = 1;
    bootp[2] = 6;
    put32(bootp + 4, client + 1);
    memcpy(bootp + 28, mac, 6);
    put32(bootp + 236, 0x63825363);
    *o++ = 53; *o++ = 1; *o++ = (uint8_t) type;
    if (type == REQUEST) {
        *o++ = 50; *o++ = 4; put32(o, address); o += 4;
        *o++ = 54; *o++ = 4; put32(o, server); o += 4;
    }
    memcpy(o, "\x37\x05\x01\x03\x06\x0f\x33\xff", 8);
    unsigned payload = 300;
    ip[0] = 0x45;
    put16(ip + 2, 28 + payload);
    ip[8] = 64;
    ip[9] = 17;
    put32(ip + 16, 0xffffffff);
    put16(ip + 10, folded(sum16(ip, 20)));
    put16(udp, 68);
    put16(udp + 2, 67);
    put16(udp + 4, 8 + payload);
    unsigned sum = folded(sum16(ip + 12, 8) + 17 + 8 + payload + sum16(udp, 8 + payload));
    put16(udp + 6, sum ? sum : 0xffff);
    commit(&out, (unsigned) (bootp + payload - start));
}

static void wait_for(uint32_t client, uint64_t now) {
    struct waiting *w = &queue[queue_tail++ % queue_size];
    w->client = client;
    w->state = states[client];
    w->since = now;
}

static void over(uint32_t client, int state) {
    states[client] = (uint8_t) state;
    outstanding--;
}

static void begin(uint64_t now) {
    uint32_t client = next_client++;
    states[client] = SELECTING;
    attempts[client] = 1;
    begun[client] = now;
    outstanding++;
    send_message(client, DISCOVER, 0, 0);
    wait_for(client, now);
}

static uint32_t *addresses, *servers;

static void give_up_or_repeat(uint64_t now) {
    while (queue_head != queue_tail) {
        struct waiting *w = &queue[queue_head % queue_size];
        uint32_t client = w->client;
        if (states[client] == w->state) {
            if (now - w->since < (pipeline ? LOST_NS : RETRY_NS)) {
                return;
            }
            if (pipeline) {
                lost++;
                over(client, FAILED);
            } else if (attempts[client]++ >= ATTEMPTS) {
                failed++;
                over(client, FAILED);
            } else {
                again++;
                send_message(client, states[client] == SELECTING ? DISCOVER : REQUEST, addresses[client], servers[client]);
                wait_for(client, now);
            }
        }
        queue_head++;
    }
}

static void finished(uint32_t client, uint64_t now) {
    record(now - begun[client]);
    done++;
    over(client, BOUND);
}

static int option(const uint8_t *o, const uint8_t *end, int wanted, const uint8_t **value) {
    while (o + 1 < end && *o != 255) {
        if (*o == 0) {
            o++;
            continue;
        }
        if (o + 2 + o[1] > end) {
            return 0;
        }
        if (*o == wanted) {
            *value = o + 2;
            return o[1];
        }
        o += 2 + o[1];
    }
    return 0;
}

static void on_frame(const uint8_t *p, unsigned length, uint64_t now) {
    const uint8_t *end = p + length, *value;
    p += 12;
    while (p + 4 < end && (get16(p) == 0x88a8 || get16(p) == ETH_P_8021Q)) {
        p += 4;
    }
    if (p + 2 + 28 + BOOTP > end || get16(p) != ETH_P_IP || p[2 + 9] != 17) {
        return;
    }
    const uint8_t *udp = p + 2 + (p[2] & 15) * 4, *bootp = udp + 8;
    if (bootp + BOOTP > end || get16(udp + 2) != 68 || bootp[0] != 2) {
        return;
    }
    uint32_t client = get32(bootp + 4) - 1;
    if (client >= next_client || !option(bootp + BOOTP, end, 53, &value)) {
        return;
    }
    if (*value == OFFER && states[client] == SELECTING && !pipeline) {
        addresses[client] = get32(bootp + 16);
        if (option(bootp + BOOTP, end, 54, &value) == 4) {
            servers[client] = get32(value);
        }
        states[client] = REQUESTING;
        attempts[client] = 1;
        send_message(client, REQUEST, addresses[client], servers[client]);
        wait_for(client, now);
    } else if (*value == ACK && states[client] == REQUESTING) {
        finished(client, now);
    }
}

/* The server of our own: takes a relayed message, and in mode dora answers it to the relay. */
static void on_datagram(const uint8_t *bootp, unsigned length, uint64_t now) {
    const uint8_t *end = bootp + length, *value, *agent;
    if (length < BOOTP || bootp[0] != 1 || !option(bootp + BOOTP, end, 53, &value)) {
        return;
    }
    uint32_t client = get32(bootp + 4) - 1;
    int type = *value;
    if (pipeline) {
        if (client < next_client && states[client] == SELECTING) {
            finished(client, now);
        }
        return;
    }
    if (type != DISCOVER && type != REQUEST) {
        return;
    }
    uint8_t *reply = claim(&server_out), *o = reply + BOOTP;
    memcpy(reply, bootp, BOOTP);
    reply[0] = 2;
    put32(reply + 16, FIRST_ADDRESS + client);
    *o++ = 53; *o++ = 1; *o++ = type == DISCOVER ? OFFER : ACK;
    *o++ = 54; *o++ = 4; put32(o, server_address); o += 4;
    *o++ = 51; *o++ = 4; put32(o, 3600); o += 4;
    *o++ = 1; *o++ = 4; put32(o, 0xfff00000); o += 4;
    unsigned size = (unsigned) option(bootp + BOOTP, end, 82, &agent);
    if (size) {
        memcpy(o, agent - 2, size + 2);
        o += size + 2;
    }
    *o++ = 255;
    while (o < reply + 300) {
        *o++ = 0;
    }
    struct sockaddr_in *to = &server_out.to[server_out.count];
    to->sin_family = AF_INET;
    to->sin_port = htons(67);
    memcpy(&to->sin_addr, reply + 24, 4);
    commit(&server_out, (unsigned) (o - reply));
}

static int receive(struct batch *b, void (*handle)(const uint8_t *, unsigned, uint64_t)) {
    for (unsigned i = 0; i < BATCH; i++) {
        b->parts[i].iov_len = SLOT;
    }
    int n = recvmmsg(b->fd, b->headers, BATCH, MSG_DONTWAIT, NULL);
    if (n <= 0) {
        return 0;
    }
    uint64_t now = now_ns();
    for (int i = 0; i < n; i++) {
        handle(b->slots[i], b->headers[i].msg_len, now);
    }
    return n;
}

static int open_clients(const char *name) {
    int on = 1, size = 64 << 20, fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int) if_nametoindex(name)};
    if (fd < 0 || !to.sll_ifindex || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on)) < 0
        || bind(fd, (struct sockaddr *) &to, sizeof(to)) < 0) {
        die(name);
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
    setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on));
    return fd;
}

static int open_server(const char *netns, const char *address) {
    char path[128];
    int size = 64 << 20, home = open("/proc/self/ns/net", O_RDONLY);
    snprintf(path, sizeof(path), "/var/run/netns/%s", netns);
    int there = open(path, O_RDONLY);
    if (home < 0 || there < 0 || setns(there, CLONE_NEWNET) < 0) {
        die(path);
    }
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(67)};
    inet_pton(AF_INET, address, &at.sin_addr);
    server_address = ntohl(at.sin_addr.s_addr);
    if (fd < 0 || bind(fd, (struct sockaddr *) &at, sizeof(at)) < 0) {
        die("server");
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
    if (setns(home, CLONE_NEWNET) < 0) {
        die("setns");
    }
    return fd;
}

static double cpu_seconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double) (u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double) (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
    double seconds = 5, rate = 0;
    const char *server = NULL, *address = "10.99.0.2";
    for (int i = 2; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (!value) {
            fprintf(stderr, "dhcp_load: not KEY=VALUE: %s\n", argv[i]);
            return 2;
        }
        *value++ = 0;
        if (!strcmp(argv[i], "mode")) pipeline = !strcmp(value, "pipeline");
        else if (!strcmp(argv[i], "tags")) tags = atoi(value);
        else if (!strcmp(argv[i], "server")) server = value;
        else if (!strcmp(argv[i], "clients")) clients = (uint32_t) atol(value);
        else if (!strcmp(argv[i], "lines")) lines = (uint32_t) atol(value);
        else if (!strcmp(argv[i], "window")) window = (uint32_t) atol(value);
        else if (!strcmp(argv[i], "warmup")) warmup = (uint32_t) atol(value);
        else if (!strcmp(argv[i], "rate")) rate = atof(value);
        else if (!strcmp(argv[i], "seconds")) seconds = atof(value);
        else {
            fprintf(stderr, "dhcp_load: no such key: %s\n", argv[i]);
            return 2;
        }
    }
    if (argc < 2 || (pipeline && !server)) {
        fprintf(stderr, "usage: dhcp_load INTERFACE [KEY=VALUE ...]; mode=pipeline needs server=\n");
        return 2;
    }
    queue_size = 1u << 22;
    states = calloc(clients, 1);
    attempts = calloc(clients, 1);
    begun = calloc(clients, sizeof(*begun));
    addresses = calloc(clients, sizeof(*addresses));
    servers = calloc(clients, sizeof(*servers));
    queue = calloc(queue_size, sizeof(*queue));
    int fd = open_clients(argv[1]);
    batch_init(&out, fd, 0);
    batch_init(&in, fd, 0);
    if (server) {
        server_fd = open_server(server, address);
        batch_init(&server_in, server_fd, 0);
        batch_init(&server_out, server_fd, 1);
    }
    uint64_t start = now_ns(), now = start, stop = UINT64_MAX;
    uint32_t measured = 0;
    double cpu = cpu_seconds();
    int warm = warmup == 0;
    if (warm) {
        stop = start + (uint64_t) (seconds * 1e9);
    }
    while (now < stop && (next_client < clients || outstanding)) {
        uint64_t due = rate > 0 && warm ? (uint64_t) ((double) (now - start) * rate / 1e9) + 1 : UINT64_MAX;
        for (unsigned i = 0; i < BATCH && outstanding < window && next_client < clients && next_client - measured < due; i++) {
            begin(now);
        }
        flush(&out);
        int work = receive(&in, on_frame);
        if (server_fd >= 0) {
            work += receive(&server_in, on_datagram);
            flush(&server_out);
        }
        flush(&out);
        now = now_ns();
        give_up_or_repeat(now);
        if (!warm && done + failed + lost >= warmup) {
            warm = 1;
            memset(histogram, 0, sizeof(histogram));
            done = failed = again = lost = 0;
            measured = next_client;
            start = now;
            stop = start + (uint64_t) (seconds * 1e9);
            cpu = cpu_seconds();
            printf("warm\n");
            fflush(stdout);
        }
        if (!work && outstanding >= window) {
            sched_yield();
        }
    }
    double took = (double) (now - start) / 1e9;
    struct tpacket_stats dropped = {0};
    socklen_t size = sizeof(dropped);
    getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &dropped, &size);
    printf("{\"done\": %llu, \"seconds\": %.4f, \"perSecond\": %.1f, \"failed\": %llu, \"again\": %llu, \"lost\": %llu, \"refused\": %llu, "
        "\"dropped\": %u, \"p50Microseconds\": %.1f, \"p99Microseconds\": %.1f, \"p999Microseconds\": %.1f, \"cpuSeconds\": %.3f, "
        "\"usedUp\": %s}\n", (unsigned long long) done, took, (double) done / took, (unsigned long long) failed,
        (unsigned long long) again, (unsigned long long) lost, (unsigned long long) refused, dropped.tp_drops, quantile(0.5), quantile(0.99),
        quantile(0.999), cpu_seconds() - cpu, next_client >= clients ? "true" : "false");
    return 0;
}
