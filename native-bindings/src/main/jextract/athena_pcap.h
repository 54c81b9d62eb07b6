/* What Athena BNG uses of libpcap: the filter compiler and offline reading. */
#include <pcap/pcap.h>
