/*
 * A plain libpcap loop that checks and finds in each frame what tpacket_reader does at its full depth.
 *
 *   pcap_reader INTERFACE EXPRESSION
 *
 * It prints "ready", reads until standard input ends, and then prints one JSON object: packets, CPU time of the process, drops.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "frame_parse.h"

static uint64_t packets, digest, malformed;
static struct options options;

static void on_packet(uint8_t *user, const struct pcap_pkthdr *header, const uint8_t *bytes) {
    struct found f = {0};
    (void) user;
    int class = parse_frame(bytes, header->caplen, 0, 0, 0, 1, &f);
    packets++;
    if (class == DHCP) {
        digest += f.stack + f.src_mac + f.dst_mac + f.src_ip + f.dst_ip + f.payload_length;
        if (!parse_dhcp(f.payload, f.payload_length, &options, &digest)) {
            malformed++;
        }
    }
}

int main(int argc, char **argv) {
    char error[PCAP_ERRBUF_SIZE] = "";
    struct bpf_program program;
    if (argc != 3) {
        fprintf(stderr, "usage: pcap_reader INTERFACE EXPRESSION\n");
        return 2;
    }
    pcap_t *pcap = pcap_create(argv[1], error);
    if (!pcap || pcap_set_snaplen(pcap, 1600) || pcap_set_timeout(pcap, 8) || pcap_set_buffer_size(pcap, 256 << 20)
        || pcap_activate(pcap) < 0 || pcap_setdirection(pcap, PCAP_D_IN) < 0 || pcap_compile(pcap, &program, argv[2], 1, 0) < 0
        || pcap_setfilter(pcap, &program) < 0 || pcap_setnonblock(pcap, 1, error) < 0) {
        fprintf(stderr, "pcap_reader: %s\n", pcap ? pcap_geterr(pcap) : error);
        return 1;
    }
    printf("ready\n");
    fflush(stdout);
    /* Its own waiting has no time-out: nothing comes, nothing returns. */
    struct pollfd wait = {.fd = pcap_get_selectable_fd(pcap), .events = POLLIN}, end = {.fd = 0, .events = POLLIN};
    struct timespec cpu;
    int quiet = 0;
    while (quiet < 2) {
        int n = pcap_dispatch(pcap, -1, on_packet, NULL);
        if (n < 0) {
            fprintf(stderr, "pcap_reader: %s\n", pcap_geterr(pcap));
            return 1;
        }
        quiet = n == 0 && poll(&wait, 1, 50) == 0 && poll(&end, 1, 0) > 0 ? quiet + 1 : 0;
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    struct pcap_stat statistics;
    pcap_stats(pcap, &statistics);
    printf("{\"packets\": %llu, \"cpuNs\": %lld, \"drops\": %u, \"malformed\": %llu, \"digest\": %llu}\n", (unsigned long long) packets,
        cpu.tv_sec * 1000000000ll + cpu.tv_nsec, statistics.ps_drop, (unsigned long long) malformed, (unsigned long long) digest);
    return 0;
}
