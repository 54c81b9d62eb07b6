/*
 * Sends DHCP Discover frames at a given rate, many with one system call (sendmmsg), and says how it went as one JSON object.
 *
 *   frame_sender INTERFACE FRAMES RATE [UNTAGGED [DISTINCT [MIXED]]]
 *     FRAMES    how many to send
 *     RATE      frames a second; 0: as fast as possible
 *     UNTAGGED  every so many-th frame has no tags; 0: none (default); the others have an 802.1ad and an 802.1Q tag
 *     DISTINCT  how many different clients and lines (default 4096)
 *     MIXED     1: of each eight frames four are Discovers, one is a PADI, and a TCP segment, an ARP request and a DNS query follow
 *
 * Checksums are right. Frames differ in MAC, inner VID and transaction number.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 64
#define SLOT 512
#define DHCP_LENGTH 300

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void put16(uint8_t *p, unsigned v) { p[0] = (uint8_t) (v >> 8); p[1] = (uint8_t) v; }
static void put32(uint8_t *p, uint32_t v) { put16(p, v >> 16); put16(p + 2, v & 0xffff); }

static uint32_t sum16(const uint8_t *p, unsigned length) {
    uint32_t sum = 0;
    for (unsigned i = 0; i + 1 < length; i += 2) {
        sum += (uint32_t) p[i] << 8 | p[i + 1];
    }
    return length & 1 ? sum + ((uint32_t) p[length - 1] << 8) : sum;
}

static unsigned folded(uint32_t sum) {
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return ~sum & 0xffff;
}

/* A Discover as an ordinary client sends it, padded to 300 bytes. */
static unsigned discover(uint8_t *p, unsigned number, int tagged) {
    static const uint8_t options[] = {53, 1, 1, 57, 2, 2, 64, 55, 8, 1, 3, 6, 15, 26, 51, 58, 59, 12, 6, 'c', 'l', 'i', 'e', 'n', 't'};
    uint8_t *start = p;
    uint8_t mac[6] = {2, 0, 0, 0, 0, 0};
    put32(mac + 2, number + 1);
    memset(p, 0xff, 6);
    memcpy(p + 6, mac, 6);
    p += 12;
    if (tagged) {
        put16(p, ETH_P_8021AD);
        put16(p + 2, 500 + number / 4000 % 1000);
        put16(p + 4, ETH_P_8021Q);
        put16(p + 6, 1 + number % 4000);
        p += 8;
    }
    put16(p, ETH_P_IP);
    uint8_t *ip = p + 2, *udp = ip + 20, *dhcp = udp + 8;
    memset(ip, 0, 28 + DHCP_LENGTH);
    ip[0] = 0x45;
    put16(ip + 2, 28 + DHCP_LENGTH);
    ip[8] = 64;
    ip[9] = 17;
    put32(ip + 16, 0xffffffff);
    put16(ip + 10, folded(sum16(ip, 20)));
    dhcp[0] = 1;
    dhcp[1] = 1;
    dhcp[2] = 6;
    put32(dhcp + 4, 0x10000000u + number);
    memcpy(dhcp + 28, mac, 6);
    put32(dhcp + 236, 0x63825363);
    memcpy(dhcp + 240, options, sizeof options);
    uint8_t *more = dhcp + 240 + sizeof options;
    more[0] = 61;
    more[1] = 7;
    more[2] = 1;
    memcpy(more + 3, mac, 6);
    more[9] = 255;
    put16(udp, 68);
    put16(udp + 2, 67);
    put16(udp + 4, 8 + DHCP_LENGTH);
    put16(udp + 6, folded(sum16(udp, 8 + DHCP_LENGTH) + 0xffff + 0xffff + 17 + 8 + DHCP_LENGTH));
    return (unsigned) (dhcp + DHCP_LENGTH - start);
}

/* What else is on an access line: a PADI, and data that a gateway's control plane does not want to see. */
static unsigned other(uint8_t *p, unsigned number, int tagged) {
    unsigned whole = discover(p, number, tagged), header = tagged ? 20 : 12;
    uint8_t *type = p + header, *ip = type + 2;
    switch (number % 8) {
        case 4:
            put16(type, 0x8863);
            memset(ip, 0, 64);
            memcpy(ip, "\x11\x09\0\0\0\x0c\1\1\0\0\1\3\0\4", 14);
            put32(ip + 14, number);
            return header + 2 + 46;
        case 5:
            put16(ip + 2, 1400);
            ip[9] = 6;
            put16(ip + 10, 0);
            put16(ip + 10, folded(sum16(ip, 20)));
            return whole;
        case 6:
            put16(type, ETH_P_ARP);
            memcpy(ip, "\0\1\x08\0\6\4\0\1", 8);
            return header + 2 + 46;
        case 7:
            put16(ip + 22, 53);
            return whole;
        default:
            return whole;
    }
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: frame_sender INTERFACE FRAMES RATE [UNTAGGED [DISTINCT [MIXED]]]\n");
        return 2;
    }
    uint64_t frames = strtoull(argv[2], NULL, 10);
    double rate = strtod(argv[3], NULL);
    unsigned untagged = argc > 4 ? (unsigned) strtoul(argv[4], NULL, 10) : 0;
    unsigned distinct = argc > 5 ? (unsigned) strtoul(argv[5], NULL, 10) : 4096;
    int mixed = argc > 6 && atoi(argv[6]);
    int one = 1, buffer = 4 << 20;
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = (int) if_nametoindex(argv[1])};
    if (fd < 0 || to.sll_ifindex == 0 || bind(fd, (struct sockaddr *) &to, sizeof to) < 0) {
        perror(argv[1]);
        return 1;
    }
    setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);

    uint8_t *memory = malloc((size_t) distinct * SLOT);
    struct iovec *parts = calloc(distinct + BATCH, sizeof *parts);
    struct mmsghdr *messages = calloc(distinct + BATCH, sizeof *messages);
    if (!memory || !parts || !messages || distinct == 0) {
        fprintf(stderr, "no memory for %u frames\n", distinct);
        return 1;
    }
    for (unsigned i = 0; i < distinct + BATCH; i++) {
        unsigned n = i % distinct;
        uint8_t *frame = memory + (size_t) n * SLOT;
        parts[i].iov_base = frame;
        parts[i].iov_len = (mixed ? other : discover)(frame, n, untagged == 0 || n % untagged != 0);
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }

    uint64_t sent = 0, began = now_ns(), longest_gap = 0, last = began;
    unsigned position = 0;
    while (sent < frames) {
        uint64_t now = now_ns();
        if (now - last > longest_gap) {
            longest_gap = now - last;
        }
        last = now;
        uint64_t due = rate > 0 ? (uint64_t) ((double) (now - began) * rate / 1e9) : frames;
        if (due > frames) {
            due = frames;
        }
        if (due <= sent) {
            continue;
        }
        unsigned batch = due - sent < BATCH ? (unsigned) (due - sent) : BATCH;
        int done = sendmmsg(fd, messages + position, batch, 0);
        if (done < 0) {
            if (errno == EAGAIN || errno == ENOBUFS || errno == EINTR) {
                continue;
            }
            perror("sendmmsg");
            return 1;
        }
        sent += (unsigned) done;
        position = (position + (unsigned) done) % distinct;
    }
    double seconds = (double) (now_ns() - began) / 1e9;
    printf("{\"sent\": %llu, \"seconds\": %.6f, \"framesPerSecond\": %.0f, \"frameBytes\": %zu, \"longestGapMs\": %.3f}\n",
        (unsigned long long) sent, seconds, (double) sent / seconds, parts[distinct > 1 ? 1 : 0].iov_len, (double) longest_gap / 1e6);
    return 0;
}
