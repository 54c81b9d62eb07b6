/**
 * Services outside that are told of a commit: their files are rendered from Jinja2 templates (jinjava), checked, written, and read by the
 * service. The one place where the daemon starts a process: never on the path of a session, each with a time limit.
 */
package io.athenabng.daemon.edge.service;
