/*
 * What Athena BNG uses of the kernel's packet, socket, netlink, PPP and memory interfaces.
 *
 * jextract reads this header. Function-like macros and casts of expressions are not extracted, so the
 * values that depend on them are spelled as FFI_ constants here; the compiler computes them.
 */
#include <stddef.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <netinet/in.h>
#include <net/if.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_pppox.h>
#include <linux/ppp-ioctl.h>
#include <linux/ppp_defs.h>
#include <linux/netlink.h>

/* sched.h, sys/socket.h: these are hidden without _GNU_SOURCE, which would change other declarations too. */
struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

extern int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags);
extern int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags, void *timeout);
extern int setns(int fd, int nstype);
extern int unshare(int flags);
extern int sched_setaffinity(pid_t pid, size_t size, const void *mask);
extern int sched_getaffinity(pid_t pid, size_t size, void *mask);

#define FFI_CLONE_NEWNET 0x40000000
#define FFI_MSG_WAITFORONE 0x10000

/* TPACKET_ALIGN is function-like. */
#define FFI_TPACKET3_SOCKADDR_OFFSET ((unsigned int)((sizeof(struct tpacket3_hdr) + TPACKET_ALIGNMENT - 1) & ~(TPACKET_ALIGNMENT - 1)))

/* BPF_CLASS, BPF_STMT and friends are function-like; the instruction codes that our assembler emits: */
#define FFI_BPF_LD_W_ABS (BPF_LD | BPF_W | BPF_ABS)
#define FFI_BPF_LD_H_ABS (BPF_LD | BPF_H | BPF_ABS)
#define FFI_BPF_LD_B_ABS (BPF_LD | BPF_B | BPF_ABS)
#define FFI_BPF_LD_H_IND (BPF_LD | BPF_H | BPF_IND)
#define FFI_BPF_LD_B_IND (BPF_LD | BPF_B | BPF_IND)
#define FFI_BPF_LDX_IMM (BPF_LDX | BPF_W | BPF_IMM)
#define FFI_BPF_ALU_AND_K (BPF_ALU | BPF_AND | BPF_K)
#define FFI_BPF_ALU_LSH_K (BPF_ALU | BPF_LSH | BPF_K)
#define FFI_BPF_ALU_ADD_X (BPF_ALU | BPF_ADD | BPF_X)
#define FFI_BPF_MISC_TAX (BPF_MISC | 0x00)
#define FFI_BPF_JMP_JA (BPF_JMP | BPF_JA)
#define FFI_BPF_JMP_JEQ_K (BPF_JMP | BPF_JEQ | BPF_K)
#define FFI_BPF_JMP_JGT_K (BPF_JMP | BPF_JGT | BPF_K)
#define FFI_BPF_JMP_JGE_K (BPF_JMP | BPF_JGE | BPF_K)
#define FFI_BPF_JMP_JSET_K (BPF_JMP | BPF_JSET | BPF_K)
#define FFI_BPF_RET_K (BPF_RET | BPF_K)
#define FFI_BPF_AD_VLAN_TAG (SKF_AD_OFF + SKF_AD_VLAN_TAG)
#define FFI_BPF_AD_VLAN_TAG_PRESENT (SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT)

/* CMSG_DATA and CMSG_LEN are function-like, and sa_addr is a union of addresses of which one is used. */
#define FFI_CMSG_DATA_OFFSET ((unsigned int) CMSG_LEN(0))
#define FFI_PPPOX_SID_OFFSET ((unsigned int) offsetof(struct sockaddr_pppox, sa_addr.pppoe.sid))
#define FFI_PPPOX_REMOTE_OFFSET ((unsigned int) offsetof(struct sockaddr_pppox, sa_addr.pppoe.remote))
#define FFI_PPPOX_DEV_OFFSET ((unsigned int) offsetof(struct sockaddr_pppox, sa_addr.pppoe.dev))
#define FFI_PPPOX_LENGTH ((unsigned int) sizeof(struct sockaddr_pppox))
