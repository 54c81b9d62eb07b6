/* Prints the compiler's view of what io.athenabng.ffi.generated.pcap contains; a test compares it with the generated layouts. */
#include <stddef.h>
#include <stdio.h>
#include "athena_pcap.h"

#define SIZE(kind, name) printf("size %s %zu\n", #name, sizeof(kind name))
#define FIELD(kind, name, field) \
    printf("field %s %s %zu %zu\n", #name, #field, offsetof(kind name, field), sizeof(((kind name *) 0)->field))
#define CONSTANT(name) printf("constant %s %lld\n", #name, (long long) (name))

int main(void)
{
    SIZE(struct, bpf_insn);
    FIELD(struct, bpf_insn, code);
    FIELD(struct, bpf_insn, jt);
    FIELD(struct, bpf_insn, jf);
    FIELD(struct, bpf_insn, k);
    SIZE(struct, bpf_program);
    FIELD(struct, bpf_program, bf_len);
    FIELD(struct, bpf_program, bf_insns);
    SIZE(struct, pcap_pkthdr);
    FIELD(struct, pcap_pkthdr, ts);
    FIELD(struct, pcap_pkthdr, caplen);
    FIELD(struct, pcap_pkthdr, len);
    SIZE(struct, timeval);
    FIELD(struct, timeval, tv_sec);
    FIELD(struct, timeval, tv_usec);
    CONSTANT(DLT_EN10MB);
    CONSTANT(PCAP_ERRBUF_SIZE);
    CONSTANT(PCAP_TSTAMP_PRECISION_NANO);
    CONSTANT(PCAP_NETMASK_UNKNOWN);
    return 0;
}
