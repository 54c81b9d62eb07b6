"""The objects of the benchmark 'netlink' through pyroute2, in the namespace that it is started in: pyroute.py create|change|delete COUNT"""
import sys

from pyroute2 import IPRoute

GROUP_SIZE, FIRST_GROUP, FIRST_INDEX, FIRST_ADDRESS = 200, 5000, 100000, 0x0A000001


def address(number):
    value = FIRST_ADDRESS + number
    return "%d.%d.%d.%d" % (value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255)


def tbf(ip, command, number, rate):
    ip.tc(command, "tbf", FIRST_INDEX + number, 0x10000, parent=0xFFFFFFFF, rate=rate, burst=16384, limit=65536)


def main(phase, count):
    with IPRoute() as ip:
        if phase == "create":
            for i in range(count):
                ip.link("add", ifname="n%d" % i, index=FIRST_INDEX + i, group=FIRST_GROUP + i // GROUP_SIZE, kind="ifb")
            for i in range(count):
                tbf(ip, "add", i, "50mbit")
            for i in range(count):
                ip.addr("add", index=FIRST_INDEX + i, address=address(i), prefixlen=32)
        elif phase == "change":
            for i in range(count):
                tbf(ip, "change", i, "20mbit")
        else:
            for i in range(count):
                ip.addr("del", index=FIRST_INDEX + i, address=address(i), prefixlen=32)
            for i in range(count):
                ip.tc("del", index=FIRST_INDEX + i, parent=0xFFFFFFFF)
            for i in range((count + GROUP_SIZE - 1) // GROUP_SIZE):
                ip.link("del", group=FIRST_GROUP + i)


main(sys.argv[1], int(sys.argv[2]))
