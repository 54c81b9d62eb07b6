/**
 * Names for RADIUS attributes, their types and their values, from dictionary files in the format of FreeRADIUS. A
 * {@link io.athenabng.core.radius.dictionary.RadiusDictionary} is read once and never changes; it may be used by any thread. What is on
 * the wire is found in it by key, without allocation. No file is opened here: the texts come through
 * {@link io.athenabng.core.radius.dictionary.DictionarySource}.
 */
package io.athenabng.core.radius.dictionary;
