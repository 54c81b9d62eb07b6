/*
 * What the gateway's parsers check and find in a frame, in C: the yardstick of `receive` and `parse`. Included by programs that are built
 * with -O2.
 */
#include <linux/if_ether.h>
#include <stdint.h>
#include <string.h>

#define MAX_TAGS 4
#define DHCP_HEADER 240

enum { OTHER, DHCP, MALFORMED, PPPOE, CLASSES };

struct found {
    uint64_t stack, src_mac, dst_mac;
    uint32_t src_ip, dst_ip;
    const uint8_t *payload;
    uint32_t payload_length;
};

struct options {
    uint64_t present[4];
    uint16_t offset[256], length[256], count[256];
};

static inline uint64_t be64(const uint8_t *p) { uint64_t v; memcpy(&v, p, 8); return __builtin_bswap64(v); }
static inline uint32_t be32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return __builtin_bswap32(v); }
static inline uint32_t be16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return __builtin_bswap16(v); }

static inline uint32_t fold(uint64_t sum) {
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint32_t) ((sum & 0xffff) + (sum >> 16));
}

/* The ones' complement sum in native order; a folded 0xffff is right in either order. */
static uint64_t sum32(const uint8_t *p, uint32_t length) {
    uint64_t sum = 0;
    uint32_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t v;
        memcpy(&v, p + i, 8);
        sum += (v & 0xffffffff) + (v >> 32);
    }
    for (; i + 4 <= length; i += 4) {
        uint32_t v;
        memcpy(&v, p + i, 4);
        sum += v;
    }
    if (length & 2) {
        uint16_t v;
        memcpy(&v, p + i, 2);
        sum += v;
        i += 2;
    }
    return length & 1 ? sum + p[i] : sum;
}

static inline int tpid_code(uint32_t type) {
    return type == 0x8100 ? 0 : type == 0x88a8 ? 1 : type == 0x9100 ? 2 : -1;
}

/* RFC 2516: version and type, code, session, length; then tags, or the protocol of PPP, which is control from 0x8000 up. */
static int parse_pppoe(const uint8_t *at, const uint8_t *end, int session, struct found *f) {
    long available = end - at - 6;
    if (available < (session ? 2 : 0) || at[0] != 0x11) {
        return MALFORMED;
    }
    uint32_t length = be16(at + 4);
    if (length > (uint32_t) available || (session && length < 2)) {
        return MALFORMED;
    }
    f->payload = at + (session ? 8 : 6);
    f->payload_length = length - (session ? 2 : 0);
    return session && be16(at + 6) < 0x8000 ? OTHER : PPPOE;
}

static int parse_frame(const uint8_t *p, uint32_t length, int stripped, uint32_t tci, uint32_t tpid, int verify, struct found *f) {
    if (length < 14) {
        return MALFORMED;
    }
    uint64_t source_and_type = be64(p + 6);
    f->dst_mac = be64(p) >> 16;
    f->src_mac = source_and_type >> 16;
    if (f->src_mac == 0 || (f->src_mac >> 40 & 1)) {
        return MALFORMED;
    }
    uint64_t stack = 0;
    unsigned shift = 0, tags = 0;
    if (stripped) {
        int code = tpid == 0 ? 0 : tpid_code(tpid);
        if (code < 0) {
            return MALFORMED;
        }
        tags = 1;
        if (tci & 0xfff) {
            stack = 0x8000u | (unsigned) code << 12 | (tci & 0xfff);
            shift = 16;
        }
    }
    uint32_t type = (uint32_t) source_and_type & 0xffff;
    const uint8_t *end = p + length, *at = p + 14;
    for (int code = tpid_code(type); code >= 0; code = tpid_code(type)) {
        if (tags == MAX_TAGS || end - at < 4) {
            return MALFORMED;
        }
        uint32_t word = be32(at), vid = word >> 16 & 0xfff;
        if (vid) {
            stack |= (uint64_t) (0x8000u | (unsigned) code << 12 | vid) << shift;
            shift += 16;
        }
        tags++;
        type = word & 0xffff;
        at += 4;
    }
    f->stack = stack;
    if (type == ETH_P_PPP_DISC || type == ETH_P_PPP_SES) {
        return parse_pppoe(at, end, type == ETH_P_PPP_SES, f);
    }
    if (type == ETH_P_ARP) {
        if (end - at < 28 || be64(at) >> 16 != 0x000108000604ull) {
            return MALFORMED;
        }
        f->src_ip = be32(at + 14);
        f->dst_ip = be32(at + 24);
        return OTHER;
    }
    if (type != ETH_P_IP) {
        return OTHER;
    }
    uint32_t available = (uint32_t) (end - at);
    if (available < 20) {
        return MALFORMED;
    }
    uint64_t first = be64(at), second = be64(at + 8);
    uint32_t destination = be32(at + 16), header = (uint32_t) (first >> 56 & 15) << 2, total = (uint32_t) (first >> 32) & 0xffff;
    if (first >> 60 != 4 || header < 20 || header > available || total < header || total > available) {
        return MALFORMED;
    }
    uint64_t sum = (first >> 32) + (first & 0xffffffff) + (second >> 32) + (second & 0xffffffff) + destination;
    for (uint32_t i = 20; i < header; i += 4) {
        sum += be32(at + i);
    }
    if (fold(sum) != 0xffff) {
        return MALFORMED;
    }
    f->src_ip = (uint32_t) second;
    f->dst_ip = destination;
    if ((second >> 48 & 0xff) != 17 || (first & 0x1fff)) {
        return OTHER;
    }
    const uint8_t *udp = at + header;
    available = total - header;
    if (available < 8) {
        return MALFORMED;
    }
    uint64_t ports = be64(udp);
    uint32_t port = (uint32_t) (ports >> 32) & 0xffff, udp_length = (uint32_t) ports >> 16;
    if (port != 67 && port != 68) {
        return OTHER;
    }
    if ((first & 0x2000) || udp_length < 8 || udp_length > available) {
        return MALFORMED;
    }
    if (verify && (ports & 0xffff)) {
        uint64_t pseudo = (uint64_t) __builtin_bswap32(f->src_ip) + __builtin_bswap32(destination)
            + __builtin_bswap32(17u << 16 | udp_length);
        if (fold(pseudo + sum32(udp, udp_length)) != 0xffff) {
            return MALFORMED;
        }
    }
    f->payload = udp + 8;
    f->payload_length = udp_length - 8;
    return DHCP;
}

/* Lengths that RFC 2132 fixes; 0: any. */
static const uint8_t fixed_length[256] = {[1] = 4, [50] = 4, [51] = 4, [52] = 1, [53] = 1, [54] = 4, [57] = 2, [58] = 4, [59] = 4};

static int index_options(const uint8_t *p, uint32_t at, uint32_t end, struct options *o) {
    unsigned instances = 0;
    memset(o->present, 0, sizeof o->present);
    while (at < end) {
        uint8_t code = p[at++];
        if (code == 0) {
            continue;
        }
        if (code == 255) {
            return 1;
        }
        if (at == end) {
            return 0;
        }
        uint32_t length = p[at++];
        if (length > end - at || ++instances > 256) {
            return 0;
        }
        if (o->present[code >> 6] >> (code & 63) & 1) {
            o->length[code] = (uint16_t) (o->length[code] + length);
            o->count[code]++;
        } else {
            o->present[code >> 6] |= 1ull << (code & 63);
            o->offset[code] = (uint16_t) at;
            o->length[code] = (uint16_t) length;
            o->count[code] = 1;
        }
        at += length;
    }
    return 1;
}

static int parse_dhcp(const uint8_t *p, uint32_t length, struct options *o, uint64_t *digest) {
    if (length < DHCP_HEADER || p[0] != 1 || p[1] != 1 || p[2] != 6 || be32(p + 236) != 0x63825363) {
        return 0;
    }
    uint64_t chaddr = be64(p + 28) >> 16;
    if (chaddr == 0 || (chaddr >> 40 & 1) || !index_options(p, DHCP_HEADER, length, o)) {
        return 0;
    }
    if (!(o->present[0] >> 53 & 1) || o->count[53] > 1) {
        return 0;
    }
    for (int word = 0; word < 4; word++) {
        for (uint64_t bits = o->present[word]; bits; bits &= bits - 1) {
            int code = word * 64 + __builtin_ctzll(bits);
            if (fixed_length[code] && fixed_length[code] != o->length[code]) {
                return 0;
            }
        }
    }
    uint32_t type = p[o->offset[53]];
    if (type == 0 || type > 18) {
        return 0;
    }
    *digest += be32(p + 4) + chaddr + type;
    return 1;
}
