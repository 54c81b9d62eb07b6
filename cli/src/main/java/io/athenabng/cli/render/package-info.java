/** Results for people: tables that fit the terminal, units, details, YAML. Works on plain JSON values; knows no socket. */
package io.athenabng.cli.render;
