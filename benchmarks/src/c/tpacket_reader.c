/*
 * The yardstick for the Java receiver: a TPACKET_V3 reader in C that checks and finds the same things in each frame, and reports the
 * CPU time of its only thread.
 *
 *   tpacket_reader INTERFACE BLOCK_SIZE BLOCK_COUNT BLOCK_TIMEOUT_MS DEPTH [FILTER]
 *     DEPTH  headers: tags, IPv4 header and checksum, UDP
 *            frame:   and the UDP checksum where nobody vouches for it
 *            dhcp:    and the DHCP message: fixed fields, an index of all options with their lengths checked, message type
 *     FILTER a file of the instructions of a socket filter, struct sock_filter each
 *
 * It prints "ready" when frames would be seen, reads until standard input ends, and then prints one JSON object. The digest is a sum
 * over what was found: two readers that found the same in the same frames have the same digest.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "frame_parse.h"

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif
static int reader_socket(const char *interface, const struct tpacket_req3 *request, uint8_t **ring, const char *filter) {
    static struct sock_filter instructions[4096];
    struct sock_fprog program = {.filter = instructions};
    int version = TPACKET_V3, one = 1;
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll from = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int) if_nametoindex(interface)};
    if (fd < 0 || from.sll_ifindex == 0 || setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) < 0
        || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one) < 0
        || setsockopt(fd, SOL_PACKET, PACKET_RX_RING, request, sizeof *request) < 0) {
        return -1;
    }
    if (filter) {
        FILE *file = fopen(filter, "rb");
        if (!file) {
            return -1;
        }
        program.len = (unsigned short) fread(instructions, sizeof *instructions, 4096, file);
        fclose(file);
        if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) {
            return -1;
        }
    }
    *ring = mmap(NULL, (size_t) request->tp_block_size * request->tp_block_nr, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (*ring == MAP_FAILED || bind(fd, (struct sockaddr *) &from, sizeof from) < 0) {
        return -1;
    }
    return fd;
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fprintf(stderr, "usage: tpacket_reader INTERFACE BLOCK_SIZE BLOCK_COUNT BLOCK_TIMEOUT_MS headers|frame|dhcp [FILTER]\n");
        return 2;
    }
    struct tpacket_req3 request = {.tp_block_size = (unsigned) atoi(argv[2]), .tp_block_nr = (unsigned) atoi(argv[3]),
        .tp_frame_size = 2048, .tp_retire_blk_tov = (unsigned) atoi(argv[4])};
    request.tp_frame_nr = request.tp_block_size / 2048 * request.tp_block_nr;
    int dhcp = strcmp(argv[5], "dhcp") == 0, sums_up = strcmp(argv[5], "headers") != 0;
    uint8_t *ring;
    int fd = reader_socket(argv[1], &request, &ring, argc > 6 ? argv[6] : NULL);
    if (fd < 0) {
        perror(argv[1]);
        return 1;
    }
    uint64_t packets = 0, digest = 0, verified = 0, classes[CLASSES] = {0};
    struct options options;
    struct pollfd wait[2] = {{.fd = fd, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    struct timespec before, after;
    printf("ready\n");
    fflush(stdout);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    for (unsigned block = 0;; block = block + 1 == request.tp_block_nr ? 0 : block + 1) {
        struct tpacket_block_desc *b = (struct tpacket_block_desc *) (ring + (size_t) block * request.tp_block_size);
        while (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) {
            poll(wait, 2, 100);
            if (wait[1].revents) {
                /* No more will be sent: the block that is being filled is handed over when its time is out. */
                poll(wait, 1, 100 + atoi(argv[4]));
                if (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) {
                    goto end;
                }
            }
        }
        uint8_t *at = (uint8_t *) b + b->hdr.bh1.offset_to_first_pkt, *limit = (uint8_t *) b + request.tp_block_size;
        for (uint32_t left = b->hdr.bh1.num_pkts; left > 0; left--) {
            struct tpacket3_hdr *h = (struct tpacket3_hdr *) at;
            if (at + h->tp_mac + h->tp_snaplen > limit) {
                break;
            }
            struct found f = {0};
            int verify = sums_up && !(h->tp_status & (TP_STATUS_CSUM_VALID | TP_STATUS_CSUMNOTREADY));
            int class = parse_frame(at + h->tp_mac, h->tp_snaplen, (h->tp_status & TP_STATUS_VLAN_VALID) != 0, h->hv1.tp_vlan_tci,
                h->tp_status & TP_STATUS_VLAN_TPID_VALID ? h->hv1.tp_vlan_tpid : 0x8100, verify, &f);
            packets++;
            if (class == DHCP) {
                verified += (unsigned) verify;
                digest += f.stack + f.src_mac + f.dst_mac + f.src_ip + f.dst_ip + f.payload_length;
                if (dhcp && !parse_dhcp(f.payload, f.payload_length, &options, &digest)) {
                    class = MALFORMED;
                }
            }
            classes[class == PPPOE ? OTHER : class]++;
            at += h->tp_next_offset;
        }
        __atomic_store_n(&b->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
    }
end:
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    struct tpacket_stats_v3 statistics;
    socklen_t size = sizeof statistics;
    if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &size) < 0) {
        perror("PACKET_STATISTICS");
        return 1;
    }
    long long cpu = (after.tv_sec - before.tv_sec) * 1000000000ll + (after.tv_nsec - before.tv_nsec);
    printf("{\"packets\": %llu, \"cpuNs\": %lld, \"drops\": %u, \"freezes\": %u, \"dhcp\": %llu, \"other\": %llu, \"malformed\": %llu, "
        "\"verified\": %llu, \"digest\": %llu}\n", (unsigned long long) packets, cpu, statistics.tp_drops, statistics.tp_freeze_q_cnt,
        (unsigned long long) classes[DHCP], (unsigned long long) classes[OTHER], (unsigned long long) classes[MALFORMED],
        (unsigned long long) verified, (unsigned long long) (digest & 0x7fffffffffffffffull));
    return 0;
}
