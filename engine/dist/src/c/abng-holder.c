/*
 * abng-holder: keeps copies of PPPoE sessions' descriptors while the gateway daemon is restarted, so that the kernel goes on forwarding.
 *
 *   abng-holder --socket PATH
 *
 * It speaks on a SOCK_SEQPACKET Unix socket with processes of its own user and root. Integers are in host byte order.
 *
 *   message  0 magic 0x31484241 (4) | 4 type (4) | 8 count (4) | 12 status, an errno (4) | 16 entries
 *   entry    0 key (8) | 8 value (4) | 12 descriptors (4)
 *
 *   type  request                                             answer (type | 0x80)
 *   1     put: entries, their descriptors beside them         count kept, status
 *   2     drop: entries; only the keys count                  count dropped
 *   3     list                                                entries without descriptors, in several messages; the last has none
 *   4     take: entries, or none for all                      entries with copies of their descriptors, as list
 *
 * A put of a key that is kept replaces its descriptors. What is kept stays until it is dropped, whoever connects. A message that is
 * malformed ends the connection. It holds no other state and does nothing else: it is meant never to be restarted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define MAGIC 0x31484241u
#define PUT 1u
#define DROP 2u
#define LIST 3u
#define TAKE 4u
#define ANSWER 0x80u
#define MAX_DESCRIPTORS 253
#define PER_ENTRY 4
#define MAX_ENTRIES 84
#define MAX_CONNECTIONS 8
#define SEND_BUFFER (1 << 20)

struct header {
    uint32_t magic, type, count, status;
};

struct entry {
    uint64_t key;
    uint32_t value, descriptors;
};

struct message {
    struct header header;
    struct entry entries[MAX_DESCRIPTORS];
};

struct held {
    uint64_t key;
    uint32_t value;
    uint32_t count; /* 0: the slot is free */
    int descriptors[PER_ENTRY];
    uint32_t next; /* of the same bucket, or of the free slots; slot + 1, 0 ends */
};

struct connection {
    int fd; /* -1: free */
    uint32_t cursor, end; /* slots of a list or take that is under way */
    uint32_t type; /* 0: none is */
};

static struct held *held;
static uint32_t *buckets;
static uint32_t slots, used, capacity, free_slot;
static struct connection connections[MAX_CONNECTIONS];
static union {
    char bytes[CMSG_SPACE(MAX_DESCRIPTORS * sizeof(int))];
    struct cmsghdr align;
} control;
static volatile sig_atomic_t stopping;

static void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("abng-holder: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

static void close_all(const int *descriptors, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        close(descriptors[i]);
    }
}

static uint32_t *bucket(uint64_t key)
{
    return &buckets[(key * 0x9e3779b97f4a7c15u >> 32) % capacity];
}

static struct held *find(uint64_t key)
{
    if (capacity == 0) {
        return NULL;
    }
    for (uint32_t at = *bucket(key); at != 0; at = held[at - 1].next) {
        if (held[at - 1].key == key) {
            return &held[at - 1];
        }
    }
    return NULL;
}

static int grow(void)
{
    uint32_t larger = capacity == 0 ? 256 : capacity * 2;
    struct held *more = realloc(held, larger * sizeof *held);
    if (more == NULL) {
        return ENOMEM;
    }
    held = more;
    uint32_t *index = calloc(larger, sizeof *index);
    if (index == NULL) {
        return ENOMEM;
    }
    free(buckets);
    buckets = index;
    capacity = larger;
    for (uint32_t i = 0; i < slots; i++) {
        if (held[i].count != 0) {
            held[i].next = *bucket(held[i].key);
            *bucket(held[i].key) = i + 1;
        }
    }
    return 0;
}

static int put(const struct entry *entry, const int *descriptors)
{
    struct held *at = find(entry->key);
    if (at != NULL) {
        close_all(at->descriptors, at->count);
    } else {
        uint32_t slot;
        if (free_slot != 0) {
            slot = free_slot;
            free_slot = held[slot - 1].next;
        } else {
            if (slots == capacity && grow() != 0) {
                return ENOMEM;
            }
            slot = ++slots;
        }
        at = &held[slot - 1];
        at->key = entry->key;
        at->next = *bucket(entry->key);
        *bucket(entry->key) = slot;
        used++;
    }
    at->value = entry->value;
    at->count = entry->descriptors;
    memcpy(at->descriptors, descriptors, entry->descriptors * sizeof *descriptors);
    return 0;
}

static int drop(uint64_t key)
{
    struct held *at = find(key);
    if (at == NULL) {
        return 0;
    }
    uint32_t slot = (uint32_t) (at - held) + 1;
    uint32_t *link = bucket(key);
    while (*link != slot) {
        link = &held[*link - 1].next;
    }
    *link = at->next;
    close_all(at->descriptors, at->count);
    at->count = 0;
    at->next = free_slot;
    free_slot = slot;
    used--;
    return 1;
}

/* Sends a message: 0, or an errno; EAGAIN while the receiver has not read enough. */
static int send_message(struct connection *to, struct message *message, uint32_t entries, const int *descriptors, unsigned count)
{
    struct iovec part = {message, sizeof message->header + entries * sizeof *message->entries};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(count * sizeof *descriptors);
        memset(control.bytes, 0, header.msg_controllen);
        struct cmsghdr *cmsg = CMSG_FIRSTHDR(&header);
        cmsg->cmsg_level = SOL_SOCKET;
        cmsg->cmsg_type = SCM_RIGHTS;
        cmsg->cmsg_len = CMSG_LEN(count * sizeof *descriptors);
        memcpy(CMSG_DATA(cmsg), descriptors, count * sizeof *descriptors);
    }
    return sendmsg(to->fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? errno : 0;
}

static int answer(struct connection *to, uint32_t type, uint32_t count, int status)
{
    struct message message = {.header = {MAGIC, type | ANSWER, count, (uint32_t) status}};
    return send_message(to, &message, 0, NULL, 0);
}

/* Goes on with a list or take: 0 when it is through or has to wait, or an errno. */
static int go_on(struct connection *to)
{
    static struct message message;
    int descriptors[MAX_DESCRIPTORS];
    while (to->type != 0) {
        uint32_t entries = 0, cursor = to->cursor;
        unsigned count = 0;
        for (; cursor < to->end && entries < MAX_ENTRIES; cursor++) {
            const struct held *each = &held[cursor];
            if (each->count == 0) {
                continue;
            }
            if (to->type == TAKE) {
                if (count + each->count > MAX_DESCRIPTORS) {
                    break;
                }
                memcpy(&descriptors[count], each->descriptors, each->count * sizeof *descriptors);
                count += each->count;
            }
            message.entries[entries++] = (struct entry) {each->key, each->value, each->count};
        }
        message.header = (struct header) {MAGIC, to->type | ANSWER, entries, 0};
        int error = send_message(to, &message, entries, descriptors, count);
        if (error == EAGAIN || error == ETOOMANYREFS) {
            return 0;
        }
        if (error != 0) {
            return error;
        }
        to->cursor = cursor;
        if (entries == 0) {
            to->type = 0;
        }
    }
    return 0;
}

static int take_some(struct connection *to, const struct message *request, uint32_t entries)
{
    static struct message message;
    int descriptors[MAX_DESCRIPTORS];
    uint32_t found = 0;
    unsigned count = 0;
    for (uint32_t i = 0; i < entries; i++) {
        const struct held *each = find(request->entries[i].key);
        if (each != NULL && count + each->count <= MAX_DESCRIPTORS) {
            memcpy(&descriptors[count], each->descriptors, each->count * sizeof *descriptors);
            count += each->count;
            message.entries[found++] = (struct entry) {each->key, each->value, each->count};
        }
    }
    message.header = (struct header) {MAGIC, TAKE | ANSWER, found, found == entries ? 0 : ENOENT};
    return send_message(to, &message, found, descriptors, count);
}

static void receive_from_others(const struct connection *but);

/* Tells what was done. A sender that has died may have said more before: that is still read, until the end of it. */
static int tell(struct connection *to, uint32_t type, uint32_t count, int status)
{
    int error = answer(to, type, count, status);
    return error == EPIPE || error == ECONNRESET ? 0 : error;
}

/* Does what a message asks for: 0, or an errno that ends the connection. The descriptors are ours now. */
static int serve(struct connection *from, const struct message *request, size_t length, const int *descriptors, unsigned count, int lost)
{
    uint32_t entries = request->header.count, done = 0;
    unsigned promised = 0, next = 0;
    int status = 0;
    int sound = length >= sizeof request->header && request->header.magic == MAGIC && entries <= MAX_DESCRIPTORS
        && length == sizeof request->header + entries * sizeof *request->entries && from->type == 0;
    if (sound && request->header.type == PUT) {
        for (uint32_t i = 0; i < entries; i++) {
            promised += request->entries[i].descriptors;
            sound = sound && request->entries[i].descriptors >= 1 && request->entries[i].descriptors <= PER_ENTRY;
        }
    }
    if (!sound || (!lost && promised != count)) {
        close_all(descriptors, count);
        return EPROTO;
    }
    switch (request->header.type) {
    case PUT:
        if (lost) {
            /* Which ones were lost is not told: none can be kept. */
            close_all(descriptors, count);
            say("at the limit of open files: %u sessions cannot be kept", entries);
            return tell(from, PUT, 0, EMFILE);
        }
        for (uint32_t i = 0; i < entries; i++) {
            if (put(&request->entries[i], &descriptors[next]) == 0) {
                done++;
            } else {
                close_all(&descriptors[next], request->entries[i].descriptors);
                status = ENOMEM;
            }
            next += request->entries[i].descriptors;
        }
        return tell(from, PUT, done, status);
    case DROP:
        for (uint32_t i = 0; i < entries; i++) {
            done += (uint32_t) drop(request->entries[i].key);
        }
        return tell(from, DROP, done, 0);
    case TAKE:
        receive_from_others(from);
        if (entries > 0) {
            return take_some(from, request, entries);
        }
        /* fall through */
    case LIST:
        from->type = request->header.type;
        from->cursor = 0;
        from->end = slots;
        return go_on(from);
    default:
        return EPROTO;
    }
}

/* Ends a connection for an error that is one. */
static void finish(struct connection *over, int error)
{
    if (error == 0 || error == EAGAIN) {
        return;
    }
    if (error != ECONNRESET && error != EPIPE) {
        say("connection ended: %s", strerror(error));
    }
    close(over->fd);
    *over = (struct connection) {.fd = -1};
}

/* Takes one message: 0, EAGAIN if there is none, or an errno that ends the connection. */
static int receive(struct connection *from)
{
    struct message message;
    int descriptors[MAX_DESCRIPTORS];
    unsigned count = 0;
    struct iovec part = {&message, sizeof message};
    struct msghdr header = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t length = recvmsg(from->fd, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (length < 0 && errno == ECONNRESET) {
        /* The sender went away without reading our answers; the kernel says so once, before what it sent. */
        length = recvmsg(from->fd, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    }
    if (length < 0) {
        return errno == EINTR ? EAGAIN : errno;
    }
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(&header); cmsg != NULL; cmsg = CMSG_NXTHDR(&header, cmsg)) {
        if (cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS) {
            count = (unsigned) ((cmsg->cmsg_len - CMSG_LEN(0)) / sizeof *descriptors);
            memcpy(descriptors, CMSG_DATA(cmsg), count * sizeof *descriptors);
        }
    }
    if (length == 0) {
        close_all(descriptors, count);
        return ECONNRESET;
    }
    return serve(from, &message, (header.msg_flags & MSG_TRUNC) != 0 ? 0 : (size_t) length, descriptors, count,
        (header.msg_flags & MSG_CTRUNC) != 0);
}

/* Takes what a connection has sent, as long as no answer of ours is under way, and ends it if it is over. */
static void receive_all(struct connection *from)
{
    int error = 0;
    while (error == 0 && from->type == 0) {
        error = receive(from);
    }
    finish(from, error);
}

/* What a daemon said before it died comes before what the next one asks for. */
static void receive_from_others(const struct connection *but)
{
    static int under_way;
    if (under_way) {
        return;
    }
    under_way = 1;
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
        if (&connections[i] != but && connections[i].fd >= 0) {
            receive_all(&connections[i]);
        }
    }
    under_way = 0;
}

static void take_connection(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        return;
    }
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0 || (peer.uid != geteuid() && peer.uid != 0)) {
        say("refused process %d of user %d", (int) peer.pid, (int) peer.uid);
        close(fd);
        return;
    }
    int size = SEND_BUFFER;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
        if (connections[i].fd < 0) {
            connections[i] = (struct connection) {.fd = fd};
            return;
        }
    }
    close(fd);
}

static int open_listener(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat status;
    if (strlen(path) >= sizeof address.sun_path) {
        say("%s: longer than a socket's path can be", path);
        return -1;
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        say("socket: %s", strerror(errno));
        return -1;
    }
    if (connect(fd, (struct sockaddr *) &address, sizeof address) == 0) {
        say("%s: another abng-holder listens there", path);
        close(fd);
        return -1;
    }
    if (lstat(path, &status) == 0 && S_ISSOCK(status.st_mode)) {
        unlink(path);
    }
    mode_t mask = umask(0077);
    int bound = bind(fd, (struct sockaddr *) &address, sizeof address);
    umask(mask);
    if (bound != 0 || listen(fd, MAX_CONNECTIONS) != 0) {
        say("%s: %s", path, strerror(errno));
        close(fd);
        return -1;
    }
    return fd;
}

static void raise_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        say("keeps up to %llu sessions (three descriptors each)", (unsigned long long) (limit.rlim_cur - 16) / 3);
    }
}

static void tell_systemd(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (path == NULL || path[0] == 0 || strlen(path) >= sizeof address.sun_path) {
        return;
    }
    strcpy(address.sun_path, path);
    if (path[0] == '@') {
        address.sun_path[0] = 0;
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *) &address,
            (socklen_t) (offsetof(struct sockaddr_un, sun_path) + strlen(path)));
        close(fd);
    }
}

static void stop(int signal)
{
    (void) signal;
    stopping = 1;
}

int main(int argc, char **argv)
{
    if (argc != 3 || strcmp(argv[1], "--socket") != 0) {
        fputs("Usage: abng-holder --socket PATH\n", stderr);
        return 2;
    }
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    raise_limit();
    for (int i = 0; i < MAX_CONNECTIONS; i++) {
        connections[i].fd = -1;
    }
    int listener = open_listener(argv[2]);
    if (listener < 0) {
        return 1;
    }
    tell_systemd("READY=1");
    while (!stopping) {
        struct pollfd polled[MAX_CONNECTIONS + 1] = {{.fd = listener, .events = POLLIN}};
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            /* What is asked for while an answer is under way waits in the socket. */
            polled[i + 1] = (struct pollfd) {connections[i].fd, connections[i].type != 0 ? POLLOUT : POLLIN, 0};
        }
        if (poll(polled, MAX_CONNECTIONS + 1, -1) < 0) {
            continue;
        }
        for (int i = 0; i < MAX_CONNECTIONS; i++) {
            if (connections[i].fd < 0 || connections[i].fd != polled[i + 1].fd || polled[i + 1].revents == 0) {
                continue;
            }
            if (connections[i].type == 0) {
                receive_all(&connections[i]);
            } else {
                finish(&connections[i], (polled[i + 1].revents & (POLLERR | POLLHUP)) != 0 ? ECONNRESET : go_on(&connections[i]));
            }
        }
        if (polled[0].revents != 0) {
            take_connection(listener);
        }
    }
    say("ends with %u sessions kept", used);
    unlink(argv[2]);
    return 0;
}
