/*
 * The kernel's floor: sends rtnetlink requests that were recorded, in the very sends in which they were sent, and looks at nothing in the
 * answers but whether one is a refusal.
 *
 *   netlink_replay FILE
 *
 * FILE: for each send its length, 4 bytes in the machine's order, and its bytes. Status 1 if a request was refused or an answer lost.
 * Standard output: the nanoseconds from the first send to the last answer, without the start of this program.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char answers[1 << 18];

static long drain(int fd, long *refused)
{
    long acknowledged = 0;

    for (;;) {
        ssize_t length = recv(fd, answers, sizeof(answers), MSG_DONTWAIT);
        if (length < 0) {
            if (errno == EAGAIN)
                return acknowledged;
            perror("recv");
            exit(1);
        }
        for (struct nlmsghdr *h = (struct nlmsghdr *)answers; NLMSG_OK(h, length); h = NLMSG_NEXT(h, length)) {
            if (h->nlmsg_type == NLMSG_ERROR) {
                if (((struct nlmsgerr *)NLMSG_DATA(h))->error)
                    ++*refused;
                else
                    ++acknowledged;
            }
        }
    }
}

static long long now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv)
{
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    int size = 8 << 20;
    long wanted = 0, acknowledged = 0, refused = 0;
    struct stat status;

    if (argc != 2) {
        fprintf(stderr, "usage: netlink_replay FILE\n");
        return 2;
    }
    int file = open(argv[1], O_RDONLY);
    if (file < 0 || fstat(file, &status) < 0) {
        perror(argv[1]);
        return 1;
    }
    char *bytes = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    if (bytes == MAP_FAILED || fd < 0 || connect(fd, (struct sockaddr *)&kernel, sizeof(kernel)) < 0) {
        perror("netlink_replay");
        return 1;
    }
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
    /* Before the clock runs: looking at the bytes is not part of the floor. */
    for (long at = 0; at < status.st_size;) {
        unsigned int length;
        memcpy(&length, bytes + at, sizeof(length));
        at += sizeof(length);
        for (unsigned int next = 0; next < length; next += NLMSG_ALIGN(((struct nlmsghdr *)(bytes + at + next))->nlmsg_len))
            wanted += (((struct nlmsghdr *)(bytes + at + next))->nlmsg_flags & NLM_F_ACK) != 0;
        at += length;
    }
    long long before = now();
    for (long at = 0; at < status.st_size;) {
        unsigned int length;
        memcpy(&length, bytes + at, sizeof(length));
        at += sizeof(length);
        if (send(fd, bytes + at, length, 0) != (ssize_t)length) {
            perror("send");
            return 1;
        }
        at += length;
        acknowledged += drain(fd, &refused);
    }
    long long took = now() - before;
    if (refused || acknowledged != wanted) {
        fprintf(stderr, "%ld of %ld requests were acknowledged, %ld refused\n", acknowledged, wanted, refused);
        return 1;
    }
    printf("%lld\n", took);
    return 0;
}
