/** The gateway in the virtual machine, with real clients, and what may go wrong there. */
package io.athenabng.daemon.lab;
