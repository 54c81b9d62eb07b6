/** What tests of netlink and of its users share: a scripted kernel, golden messages, and a runner for checks inside the lab. */
package io.athenabng.netlink.testkit;
