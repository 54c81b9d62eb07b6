/** Services outside: templates, commands with time limits, and what is put back. */
package io.athenabng.daemon.edge.service;
