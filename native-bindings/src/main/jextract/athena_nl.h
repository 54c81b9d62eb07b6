/* What Athena BNG uses of libnl-3: ownership of the netlink socket and its port id. */
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <netlink/errno.h>
