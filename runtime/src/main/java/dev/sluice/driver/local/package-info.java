/**
 * A whole service in memory, in this process: for tests, and for applications that need no server.
 *
 * <p>It orders, refuses, summarizes and hashes as a service on the network does, so a container cannot tell the difference. What
 * travels between a client and the service is delivered at once, or held until a test lets each piece go, which makes every
 * interleaving reachable and repeatable. Nothing here starts a thread or reads a clock of its own; all types are safe for use by
 * many threads.
 */
@NullMarked
package dev.sluice.driver.local;

import org.jspecify.annotations.NullMarked;
