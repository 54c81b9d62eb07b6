/** Makes the reference page {@code docs/rpc.md} from the catalogue. */
package io.athenabng.rpc.docs;
