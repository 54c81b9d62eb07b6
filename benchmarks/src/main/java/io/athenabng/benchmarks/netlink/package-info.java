/** What the project's rtnetlink costs beside the tools that others use, on the running kernel in a network namespace of its own. */
package io.athenabng.benchmarks.netlink;
