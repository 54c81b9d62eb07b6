/*
 * Parses frames in memory again and again and says what a frame cost: the baseline of ParseBench, which does the same with the same frames.
 *
 *   frame_parser FILE FRAMES PARSED
 *     FILE    as ParseBench writes it: slots of 512 bytes, each a length (4, little-endian) and a frame
 *     FRAMES  how many of its frames are used, one after the other and again
 *     PARSED  how many are parsed
 *
 * Prints the CPU time in nanoseconds, and the digest of what was found.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "frame_parse.h"

#define SLOT 512

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

int main(int count, char **argument) {
    if (count != 4) {
        fputs("Usage: frame_parser FILE FRAMES PARSED\n", stderr);
        return 2;
    }
    size_t frames = strtoul(argument[2], NULL, 10), parsed = strtoul(argument[3], NULL, 10);
    uint8_t *memory = aligned_alloc(4096, frames * SLOT);
    FILE *file = fopen(argument[1], "rb");
    if (memory == NULL || file == NULL || fread(memory, SLOT, frames, file) != frames) {
        perror(argument[1]);
        return 1;
    }
    uint64_t digest = 0;
    struct options options;
    uint64_t before = now_ns();
    size_t at = 0;
    for (size_t i = 0; i < parsed; i++) {
        const uint8_t *slot = memory + at * SLOT;
        uint32_t length;
        memcpy(&length, slot, sizeof length);
        struct found f = {0};
        int class = parse_frame(slot + sizeof length, length, 0, 0, 0, 1, &f);
        if (class == DHCP) {
            digest += f.stack + f.src_mac + f.dst_mac + f.src_ip + f.dst_ip + f.payload_length;
            if (!parse_dhcp(f.payload, f.payload_length, &options, &digest)) {
                class = MALFORMED;
            }
        } else if (class == PPPOE) {
            digest += f.stack + f.src_mac + f.dst_mac + f.payload_length;
        }
        digest += (uint64_t) class << 8;
        at = at + 1 == frames ? 0 : at + 1;
    }
    printf("%llu %llu\n", (unsigned long long) (now_ns() - before), (unsigned long long) (digest & 0x7fffffffffffffffull));
    return 0;
}
