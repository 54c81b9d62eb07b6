/*
 * abng-notify: tells the gateway of a session that an outside PPP server (pppd, accel-ppp) has begun or ended.
 *
 *   abng-notify [options] up   IFNAME TTY SPEED LOCAL REMOTE IPPARAM      as the server's ip-up
 *   abng-notify [options] down IFNAME TTY SPEED LOCAL REMOTE IPPARAM      as its ip-down
 *   abng-notify [options] call METHOD [PARAMETERS]                        any call of the management socket
 *
 * Called by a name that ends in "up" or "down" (a link like /etc/ppp/ip-up.d/abng-up), that name says which. What the arguments do not say
 * comes from the options, then from the environment that pppd and accel-ppp give their scripts. It sends one JSON-RPC 2.0 request, a line of
 * UTF-8, and reads the line that answers it. While nobody listens, or the gateway is busy or still restoring its sessions, it tries again.
 *
 * Exit status: 0 done, 1 the gateway refused, 2 wrong usage, 3 nobody answered in time. No state is kept and nothing is started.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>

#define DEFAULT_SOCKET "/opt/athena-bng/run/abngd.sock"
#define DEFAULT_WAIT_MS 30000
#define RETRY_MS 200
#define REQUEST_MAX 16384
#define ANSWER_MAX 65536
#define BUSY (-32000)
#define STOPPING (-32002)

enum status { DONE = 0, REFUSED = 1, USAGE = 2, UNREACHABLE = 3 };

struct text {
    char *at;
    size_t length, capacity;
    int overrun;
};

struct options {
    const char *socket, *mac, *line, *user, *down, *up, *cause;
    long wait_ms;
    int quiet, once; /* once: a request that may have been taken is not sent again */
};

static void say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("abng-notify: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

static int usage(const char *problem)
{
    if (problem)
        say("%s", problem);
    fputs("Usage: abng-notify [options] up|down IFNAME [TTY [SPEED [LOCAL [REMOTE [IPPARAM]]]]]\n"
          "       abng-notify [options] call METHOD [PARAMETERS]\n"
          "  --socket PATH   the gateway's management socket (" DEFAULT_SOCKET ")\n"
          "  --wait SECONDS  how long to try (30)\n"
          "  --mac MAC       the subscriber's MAC; else MACREMOTE, REMOTENUMBER, CALLING_SID or pppoe-server's\n"
          "  --line NAME     the access line, like eth1.111.500; else IPPARAM, ABNG_LINE, CALLED_SID, pppoe-server's, TTY\n"
          "  --user NAME     the user; else PEERNAME or USERNAME of the environment\n"
          "  --down RATE     download rate, like 100mbit\n"
          "  --up RATE       upload rate\n"
          "  --cause CAUSE   of down: why, as Acct-Terminate-Cause says it\n"
          "  --quiet         print no answer\n", stderr);
    return USAGE;
}

static void put(struct text *text, const char *octets, size_t length)
{
    if (text->overrun || length > text->capacity - text->length) {
        text->overrun = 1;
        return;
    }
    memcpy(text->at + text->length, octets, length);
    text->length += length;
}

static void put_plain(struct text *text, const char *plain)
{
    put(text, plain, strlen(plain));
}

/* The length of the UTF-8 character at the beginning, 0 if there is none: no overlong form, no surrogate, nothing above U+10FFFF. */
static size_t utf8(const unsigned char *at)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] >= 0xc2 && at[0] <= 0xdf ? 2 : (at[0] & 0xf0) == 0xe0 ? 3 : at[0] >= 0xf0 && at[0] <= 0xf4 ? 4 : 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if (length == 3 && ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f)))
        return 0;
    if (length == 4 && ((at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f)))
        return 0;
    return length;
}

/* A JSON string. Octets that are no UTF-8 are taken for ISO 8859-1: a name must arrive as some name. */
static void put_string(struct text *text, const char *value)
{
    char escape[8];
    put_plain(text, "\"");
    for (const unsigned char *at = (const unsigned char *)value; *at;) {
        size_t length = utf8(at);
        if (*at == '"' || *at == '\\' || *at < 0x20 || length == 0) {
            snprintf(escape, sizeof escape, "\\u%04x", *at);
            put_plain(text, escape);
            at++;
        } else {
            put(text, (const char *)at, length);
            at += length;
        }
    }
    put_plain(text, "\"");
}

static void put_member(struct text *text, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    if (text->length && text->at[text->length - 1] != '{')
        put_plain(text, ",");
    put_string(text, name);
    put_plain(text, ":");
    put_string(text, value);
}

static void put_number(struct text *text, const char *name, const char *value)
{
    if (!value || !*value || strlen(value) > 18 || strspn(value, "0123456789") != strlen(value))
        return;
    while (value[0] == '0' && value[1])
        value++;
    put_plain(text, ",");
    put_string(text, name);
    put_plain(text, ":");
    put_plain(text, value);
}

static const char *first(const char *one, const char *two, const char *three)
{
    return one && *one ? one : two && *two ? two : three && *three ? three : NULL;
}

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path;
}

/*
 * What pppoe-server says of a session only to pppd, by the program that it gives it for a terminal: "pppoe ... -I IFNAME ... -e ID:MAC ...".
 * Copies one of the two words; NULL if pppd was not started so.
 */
static const char *pty_word(const char *option, char *word, size_t capacity)
{
    static char line[8192];
    char path[64];
    const char *pid = getenv("PPPD_PID"), *at = line;
    if (!pid || !*pid || strlen(pid) > 18 || strspn(pid, "0123456789") != strlen(pid))
        return NULL;
    snprintf(path, sizeof path, "/proc/%s/cmdline", pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    while (at < line + length && strcmp(at, "pty"))
        at += strlen(at) + 1;
    at += at < line + length ? strlen(at) + 1 : 0;
    const char *found = at < line + length ? strstr(at, option) : NULL;
    if (!found)
        return NULL;
    found += strlen(option);
    size_t count = strcspn(found, " ");
    if (count == 0 || count >= capacity)
        return NULL;
    memcpy(word, found, count);
    word[count] = '\0';
    return word;
}

/* PARAMETERS of session.pppoe_up and session.pppoe_down from a server's arguments and environment. */
static int put_session(struct text *text, const struct options *options, int is_up, int count, char **argument)
{
    char session_word[64], device_word[64];
    const char *session = pty_word(" -e ", session_word, sizeof session_word), *device = pty_word(" -I ", device_word, sizeof device_word);
    session = session ? strchr(session, ':') : NULL;
    const char *ifname = count > 0 ? argument[0] : getenv("IFNAME");
    const char *remote = first(count > 4 ? argument[4] : NULL, getenv("IPREMOTE"), NULL);
    const char *mac = first(options->mac, getenv("MACREMOTE"),
        first(getenv("REMOTENUMBER"), getenv("CALLING_SID"), session ? session + 1 : NULL));
    const char *terminal = count > 1 && argument[1][0] != '/' ? argument[1] : NULL;
    const char *line = first(options->line, count > 5 ? argument[5] : NULL,
        first(getenv("ABNG_LINE"), getenv("CALLED_SID"), first(device, terminal, NULL)));
    if (!ifname || !*ifname)
        return usage("which interface? Neither an argument nor IFNAME says it");
    if (is_up && (!mac || !remote || !line)) {
        say("%s: %s is not known; say it by %s", ifname, !mac ? "the subscriber's MAC" : !remote ? "the subscriber's address" : "the access line",
            !mac ? "--mac" : !remote ? "the argument REMOTE" : "--line or pppd's ipparam");
        return USAGE;
    }
    put_plain(text, "{");
    put_member(text, "ifname", ifname);
    put_member(text, "mac", mac);
    put_member(text, "address", remote);
    if (is_up) {
        put_member(text, "line", line);
        put_member(text, "user", first(options->user, getenv("PEERNAME"), getenv("USERNAME")));
        put_member(text, "down", options->down);
        put_member(text, "up", options->up);
    } else {
        put_member(text, "cause", options->cause);
        put_number(text, "up_octets", getenv("BYTES_RCVD"));
        put_number(text, "down_octets", getenv("BYTES_SENT"));
    }
    put_plain(text, "}");
    return DONE;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int wait_for(int fd, short events, int64_t deadline)
{
    struct pollfd poller = {.fd = fd, .events = events};
    for (;;) {
        int64_t left = deadline - now_ms();
        int ready = poll(&poller, 1, left < 0 ? 0 : left > 600000 ? 600000 : (int)left);
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

/* One try. The answer's length without its line feed; -1 and errno if there is none, and then whether the request may have been taken. */
static ssize_t exchange(const char *path, const struct text *request, char *answer, int64_t deadline, int *sent_whole)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t sent = 0, got = 0;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), error = 0;
    *sent_whole = 0;
    if (fd < 0)
        return -1;
    memcpy(address.sun_path, path, strlen(path));
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        error = errno;
    while (!error && sent < request->length) {
        ssize_t n = send(fd, request->at + sent, request->length - sent, MSG_NOSIGNAL);
        if (n > 0)
            sent += n;
        else if (n < 0 && errno == EAGAIN)
            error = wait_for(fd, POLLOUT, deadline) ? 0 : ETIMEDOUT;
        else if (n < 0 && errno != EINTR)
            error = errno;
    }
    *sent_whole = !error;
    while (!error) {
        ssize_t n = recv(fd, answer + got, ANSWER_MAX - 1 - got, 0);
        if (n > 0) {
            char *end = memchr(answer + got, '\n', n);
            got += n;
            if (end) {
                *end = '\0';
                close(fd);
                return end - answer;
            }
            error = got == ANSWER_MAX - 1 ? EMSGSIZE : 0;
        } else if (n == 0) {
            error = ECONNRESET;
        } else if (errno == EAGAIN) {
            error = wait_for(fd, POLLIN, deadline) ? 0 : ETIMEDOUT;
        } else if (errno != EINTR) {
            error = errno;
        }
    }
    close(fd);
    errno = error;
    return -1;
}

/* Past a JSON string that begins here; NULL if it does not end. */
static const char *past_string(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && !*++at)
            return NULL;
    return *at ? at + 1 : NULL;
}

/* The value of a member of the outermost object, NULL if there is none. The gateway writes JSON; anything else finds nothing. */
static const char *member(const char *object, const char *name)
{
    size_t length = strlen(name);
    int depth = 0;
    for (const char *at = object; *at;) {
        if (*at == '"') {
            const char *end = past_string(at);
            if (!end)
                return NULL;
            if (depth == 1 && (size_t)(end - at) == length + 2 && !memcmp(at + 1, name, length)) {
                const char *value = end + strspn(end, " \t");
                if (*value == ':')
                    return value + 1 + strspn(value + 1, " \t");
            }
            at = end;
            continue;
        }
        depth += *at == '{' || *at == '[' ? 1 : *at == '}' || *at == ']' ? -1 : 0;
        at++;
    }
    return NULL;
}

static int print_string(FILE *to, const char *value)
{
    const char *end = value && *value == '"' ? past_string(value) : NULL;
    if (end)
        fprintf(to, "%.*s", (int)(end - value - 2), value + 1);
    return end != NULL;
}

static int judge(const char *answer, const struct options *options, int *retry)
{
    const char *error = member(answer, "error"), *result = member(answer, "result");
    *retry = 0;
    if (error && *error == '{') {
        const char *code = member(error, "code"), *data = member(error, "data");
        long number = code ? strtol(code, NULL, 10) : 0;
        *retry = number == BUSY || number == STOPPING;
        if (!*retry) {
            fputs("abng-notify: the gateway refused: ", stderr);
            if (!print_string(stderr, member(error, "message")))
                fputs(answer, stderr);
            if (data && *data == '{') {
                fputs("; ", stderr);
                print_string(stderr, member(data, "remedy"));
            }
            fputc('\n', stderr);
        }
        return REFUSED;
    }
    if (!result) {
        say("what answered is not the gateway: %.200s", answer);
        return UNREACHABLE;
    }
    if (!options->quiet)
        puts(answer);
    return DONE;
}

static int run(const struct text *request, const struct options *options)
{
    static char answer[ANSWER_MAX];
    int64_t deadline = now_ms() + options->wait_ms;
    for (;;) {
        int retry = 0, sent_whole = 0, status = UNREACHABLE;
        ssize_t length = exchange(options->socket, request, answer, deadline, &sent_whole);
        int error = errno;
        if (length >= 0) {
            status = judge(answer, options, &retry);
            if (!retry)
                return status;
        } else if (error == EACCES || error == EPERM || error == EMSGSIZE) {
            say("%s: %s%s", options->socket, strerror(error),
                error == EMSGSIZE ? "" : "; members of the group of the socket may speak with the gateway");
            return UNREACHABLE;
        }
        if (now_ms() + RETRY_MS > deadline || (options->once && length < 0 && sent_whole)) {
            if (length >= 0)
                say("the gateway was busy for %ld ms: %s", options->wait_ms, answer);
            else
                say("%s: %s; tried for %ld ms; is abngd running?", options->socket, strerror(error),
                    options->wait_ms - (long)(deadline - now_ms()));
            return UNREACHABLE;
        }
        usleep(RETRY_MS * 1000);
    }
}

static int take_option(struct options *options, const char *name, const char *value)
{
    char *end;
    if (!strcmp(name, "--socket"))
        options->socket = value;
    else if (!strcmp(name, "--mac"))
        options->mac = value;
    else if (!strcmp(name, "--line"))
        options->line = value;
    else if (!strcmp(name, "--user"))
        options->user = value;
    else if (!strcmp(name, "--down"))
        options->down = value;
    else if (!strcmp(name, "--up"))
        options->up = value;
    else if (!strcmp(name, "--cause"))
        options->cause = value;
    else if (!strcmp(name, "--wait")) {
        double seconds = strtod(value, &end);
        if (*end || end == value || !(seconds >= 0 && seconds <= 3600))
            return usage("--wait: 0 to 3600 seconds");
        options->wait_ms = (long)(seconds * 1000);
    } else
        return usage("this option is not known");
    return DONE;
}

static int ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && !strcmp(text + length - tail, end);
}

int main(int count, char **argument)
{
    static char buffer[REQUEST_MAX];
    struct text request = {.at = buffer, .capacity = sizeof buffer};
    struct options options = {.socket = DEFAULT_SOCKET, .wait_ms = DEFAULT_WAIT_MS};
    const char *name = base_name(argument[0]), *verb = ends_with(name, "up") ? "up" : ends_with(name, "down") ? "down" : NULL;
    const char *method;
    int at = 1, status = DONE;
    if (getenv("ABNG_SOCKET") && *getenv("ABNG_SOCKET"))
        options.socket = getenv("ABNG_SOCKET");
    for (; at < count && !strncmp(argument[at], "--", 2); at++) {
        if (!strcmp(argument[at], "--quiet")) {
            options.quiet = 1;
        } else if (!strcmp(argument[at], "--help")) {
            usage(NULL);
            return DONE;
        } else if (at + 1 == count) {
            return usage("an option without its value");
        } else {
            status = take_option(&options, argument[at], argument[at + 1]);
            if (status)
                return status;
            at++;
        }
    }
    if (strlen(options.socket) >= sizeof ((struct sockaddr_un *)0)->sun_path)
        return usage("--socket: the path is longer than a socket's may be");
    if (!verb) {
        if (at == count)
            return usage("up, down or call?");
        verb = argument[at++];
    }
    if (!strcmp(verb, "call")) {
        if (at == count)
            return usage("which method?");
        method = argument[at++];
        options.once = 1;
    } else if (!strcmp(verb, "up")) {
        method = "session.pppoe_up";
    } else if (!strcmp(verb, "down")) {
        method = "session.pppoe_down";
    } else {
        return usage("up, down or call?");
    }
    put_plain(&request, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":");
    put_string(&request, method);
    if (strcmp(verb, "call")) {
        put_plain(&request, ",\"params\":");
        status = put_session(&request, &options, !strcmp(verb, "up"), count - at, argument + at);
    } else if (at < count) {
        put_plain(&request, ",\"params\":");
        if (strchr(argument[at], '\n'))
            return usage("PARAMETERS: one line of JSON");
        put_plain(&request, argument[at]);
    }
    put_plain(&request, "}\n");
    if (status)
        return status;
    if (request.overrun)
        return usage("the request is longer than 16 KiB");
    return run(&request, &options);
}
