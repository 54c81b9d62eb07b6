package io.athenabng.core.config;

/** Severity of a log line, from the least severe. */
public enum LogLevel { DEBUG, INFO, WARNING, ERROR }
