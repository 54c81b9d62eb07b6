/**
 * What tests of every module share: the capabilities of the machine, and network namespaces to play in.
 */
package io.athenabng.ffi.testkit;
