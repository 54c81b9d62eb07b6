/*
 * Ways of sending frames on AF_PACKET: prints the CPU time of a frame of 350 bytes, ns.
 *
 *   packet_tx INTERFACE sendmmsg|qdisc|ring|send FRAMES
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
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 64
#define LENGTH 350
#define SLOT 2048
#define SLOTS 1024

static uint64_t cpu_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void frame(uint8_t *p, uint64_t number) {
    memset(p, 0, LENGTH);
    memset(p, 0xff, 6);
    p[6] = 2;
    memcpy(p + 8, &number, 4);
    p[12] = 8;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: packet_tx INTERFACE sendmmsg|qdisc|ring|send FRAMES\n");
        return 2;
    }
    int ring = !strcmp(argv[2], "ring"), single = !strcmp(argv[2], "send"), one = 1, version = TPACKET_V2, size = 4 << 20;
    uint64_t frames = strtoull(argv[3], NULL, 10), sent = 0;
    int fd = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_ifindex = (int) if_nametoindex(argv[1])};
    if (strcmp(argv[2], "qdisc")) {
        setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
    }
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    struct tpacket_req request = {.tp_block_size = 1 << 16, .tp_block_nr = SLOTS * SLOT >> 16, .tp_frame_size = SLOT, .tp_frame_nr = SLOTS};
    if (ring && (setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) < 0
            || setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &request, sizeof request) < 0)) {
        perror("PACKET_TX_RING");
        return 1;
    }
    uint8_t *memory = ring ? mmap(NULL, SLOTS * SLOT, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : malloc(BATCH * SLOT);
    if (memory == MAP_FAILED || !memory || bind(fd, (struct sockaddr *) &to, sizeof to) < 0) {
        perror(argv[1]);
        return 1;
    }
    struct iovec parts[BATCH];
    struct mmsghdr messages[BATCH];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < BATCH; i++) {
        parts[i] = (struct iovec) {memory + i * SLOT, LENGTH};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    unsigned slot = 0;
    uint64_t before = cpu_ns();
    while (sent < frames) {
        for (int i = 0; i < BATCH; i++) {
            if (ring) {
                struct tpacket2_hdr *h = (struct tpacket2_hdr *) (memory + slot * SLOT);
                while (__atomic_load_n(&h->tp_status, __ATOMIC_ACQUIRE) != TP_STATUS_AVAILABLE) {
                    send(fd, NULL, 0, MSG_DONTWAIT);
                }
                frame((uint8_t *) h + TPACKET2_HDRLEN - sizeof(struct sockaddr_ll), sent + i);
                h->tp_len = LENGTH;
                __atomic_store_n(&h->tp_status, TP_STATUS_SEND_REQUEST, __ATOMIC_RELEASE);
                slot = slot + 1 == SLOTS ? 0 : slot + 1;
            } else {
                frame(memory + i * SLOT, sent + i);
                if (single && send(fd, memory + i * SLOT, LENGTH, 0) != LENGTH) {
                    perror("send");
                    return 1;
                }
            }
        }
        if (ring) {
            if (send(fd, NULL, 0, MSG_DONTWAIT) < 0 && errno != EAGAIN && errno != ENOBUFS) {
                perror("send");
                return 1;
            }
        } else if (!single) {
            for (int done = 0; done < BATCH;) {
                int n = sendmmsg(fd, messages + done, BATCH - done, 0);
                if (n < 0 && errno != EAGAIN && errno != ENOBUFS) {
                    perror("sendmmsg");
                    return 1;
                }
                done += n > 0 ? n : 0;
            }
        }
        sent += BATCH;
    }
    printf("%.1f\n", (double) (cpu_ns() - before) / sent);
    return 0;
}
