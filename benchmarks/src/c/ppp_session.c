/*
 * Makes PPPoE sessions' kernel part, one after the other, and says how long it took: the baseline of PppKernelBench, which does the same.
 *
 *   ppp_session INTERFACE SESSIONS [WARM_UP]
 *
 * Of each session: PPPoX socket, connected; a channel of /dev/ppp; a unit, made with its name over rtnetlink; both connected; MRU, IPv4
 * passes; interface up; host route. Prints nanoseconds, of SESSIONS sessions after WARM_UP others: of CPU time, and of time. Afterwards
 * all are taken down, which is not timed.
 */
#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/if_pppox.h>
#include <linux/ppp-ioctl.h>
#include <linux/rtnetlink.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_SESSIONS 4096
#define FIRST_INDEX 500000
#define PPP_IP 0x21

static int descriptors[MAX_SESSIONS][3];
static int netlink_fd;
static uint32_t sequence;

static void fail(const char *what, int error) {
    fprintf(stderr, "ppp_session: %s: %s\n", what, strerror(error));
    exit(1);
}

static uint64_t now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

struct request {
    struct nlmsghdr header;
    char payload[512];
};

static void *put(struct request *r, unsigned type, const void *value, unsigned length) {
    struct rtattr *attribute = (struct rtattr *) ((char *) r + NLMSG_ALIGN(r->header.nlmsg_len));
    attribute->rta_type = (unsigned short) type;
    attribute->rta_len = (unsigned short) RTA_LENGTH(length);
    if (length)
        memcpy(RTA_DATA(attribute), value, length);
    r->header.nlmsg_len = NLMSG_ALIGN(r->header.nlmsg_len) + RTA_ALIGN(attribute->rta_len);
    return attribute;
}

static void end(struct request *r, struct rtattr *nest) {
    nest->rta_len = (unsigned short) ((char *) r + r->header.nlmsg_len - (char *) nest);
}

static void *begin(struct request *r, unsigned type, unsigned flags, unsigned body) {
    memset(r, 0, sizeof *r);
    r->header.nlmsg_type = (unsigned short) type;
    r->header.nlmsg_flags = (unsigned short) (NLM_F_REQUEST | NLM_F_ACK | flags);
    r->header.nlmsg_len = NLMSG_LENGTH(body);
    r->header.nlmsg_seq = ++sequence;
    return NLMSG_DATA(&r->header);
}

static void execute(struct request *r, const char *what) {
    char answer[1024];
    if (send(netlink_fd, r, r->header.nlmsg_len, 0) < 0)
        fail(what, errno);
    ssize_t length = recv(netlink_fd, answer, sizeof answer, 0);
    struct nlmsghdr *header = (struct nlmsghdr *) answer;
    if (length < (ssize_t) sizeof *header || header->nlmsg_type != NLMSG_ERROR)
        fail(what, EPROTO);
    int error = ((struct nlmsgerr *) NLMSG_DATA(header))->error;
    if (error)
        fail(what, -error);
}

static void session(const char *interface, int number) {
    struct sockaddr_pppox address;
    struct request r;
    struct ifinfomsg *link;
    struct rtmsg *route;
    struct rtattr *info, *data;
    struct npioctl mode = {.protocol = PPP_IP, .mode = NPMODE_PASS};
    char name[16];
    int channel_index, unit_number, mru = 1492, index = FIRST_INDEX + number;
    int *fd = descriptors[number];

    fd[0] = socket(AF_PPPOX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, PX_PROTO_OE);
    memset(&address, 0, sizeof address);
    address.sa_family = AF_PPPOX;
    address.sa_protocol = PX_PROTO_OE;
    address.sa_addr.pppoe.sid = htobe16((uint16_t) (number + 1));
    address.sa_addr.pppoe.remote[0] = 2;
    address.sa_addr.pppoe.remote[4] = (unsigned char) (number >> 8);
    address.sa_addr.pppoe.remote[5] = (unsigned char) number;
    strncpy(address.sa_addr.pppoe.dev, interface, sizeof address.sa_addr.pppoe.dev - 1);
    if (fd[0] < 0 || connect(fd[0], (struct sockaddr *) &address, sizeof address) < 0)
        fail("connect", errno);
    if (ioctl(fd[0], PPPIOCGCHAN, &channel_index) < 0)
        fail("PPPIOCGCHAN", errno);
    fd[1] = open("/dev/ppp", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd[1] < 0 || ioctl(fd[1], PPPIOCATTCHAN, &channel_index) < 0)
        fail("PPPIOCATTCHAN", errno);
    fd[2] = open("/dev/ppp", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd[2] < 0)
        fail("/dev/ppp", errno);

    link = begin(&r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof *link);
    link->ifi_index = index;
    snprintf(name, sizeof name, "bench%d", number);
    put(&r, IFLA_IFNAME, name, (unsigned) strlen(name) + 1);
    put(&r, IFLA_MTU, &mru, sizeof mru);
    info = put(&r, IFLA_LINKINFO, NULL, 0);
    put(&r, IFLA_INFO_KIND, "ppp", 4);
    data = put(&r, IFLA_INFO_DATA, NULL, 0);
    put(&r, IFLA_PPP_DEV_FD, &fd[2], sizeof fd[2]);
    end(&r, data);
    end(&r, info);
    execute(&r, "unit");
    if (ioctl(fd[2], PPPIOCGUNIT, &unit_number) < 0 || ioctl(fd[1], PPPIOCCONNECT, &unit_number) < 0)
        fail("PPPIOCCONNECT", errno);
    if (ioctl(fd[2], PPPIOCSMRU, &mru) < 0 || ioctl(fd[2], PPPIOCSNPMODE, &mode) < 0)
        fail("PPPIOCSNPMODE", errno);

    link = begin(&r, RTM_NEWLINK, 0, sizeof *link);
    link->ifi_index = index;
    link->ifi_flags = link->ifi_change = IFF_UP;
    execute(&r, "up");
    route = begin(&r, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, sizeof *route);
    route->rtm_family = AF_INET;
    route->rtm_dst_len = 32;
    route->rtm_table = RT_TABLE_MAIN;
    route->rtm_protocol = RTPROT_STATIC;
    route->rtm_scope = RT_SCOPE_LINK;
    route->rtm_type = RTN_UNICAST;
    uint32_t destination = htobe32(0x0a600000u + (uint32_t) number + 1);
    put(&r, RTA_DST, &destination, sizeof destination);
    put(&r, RTA_OIF, &index, sizeof index);
    execute(&r, "route");
}

int main(int count, char **argument) {
    if (count < 3) {
        fputs("Usage: ppp_session INTERFACE SESSIONS [WARM_UP]\n", stderr);
        return 2;
    }
    int sessions = atoi(argument[2]), warm_up = count > 3 ? atoi(argument[3]) : 0;
    if (sessions < 1 || warm_up < 0 || sessions + warm_up > MAX_SESSIONS)
        fail("sessions", ERANGE);
    netlink_fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (netlink_fd < 0)
        fail("netlink", errno);
    for (int i = 0; i < warm_up; i++)
        session(argument[1], i);
    uint64_t cpu_before = now_ns(CLOCK_THREAD_CPUTIME_ID), before = now_ns(CLOCK_MONOTONIC);
    for (int i = warm_up; i < warm_up + sessions; i++)
        session(argument[1], i);
    printf("%llu %llu\n", (unsigned long long) (now_ns(CLOCK_THREAD_CPUTIME_ID) - cpu_before),
        (unsigned long long) (now_ns(CLOCK_MONOTONIC) - before));
    for (int i = 0; i < warm_up + sessions; i++) {
        struct request r;
        struct ifinfomsg *link = begin(&r, RTM_DELLINK, 0, sizeof *link);
        link->ifi_index = FIRST_INDEX + i;
        execute(&r, "delete");
        for (int k = 2; k >= 0; k--)
            close(descriptors[i][k]);
    }
    return 0;
}
