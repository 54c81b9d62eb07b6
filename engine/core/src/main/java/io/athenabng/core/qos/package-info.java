/** From rates, profiles and tags to what the data plane is asked for. */
package io.athenabng.core.qos;
