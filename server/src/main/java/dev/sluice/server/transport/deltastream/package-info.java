/**
 * The delta stream: what Fluid clients say over a socket, once it is connected (SVC §3.3 to §3.8).
 *
 * <p>Messages are taken apart on the connection's event loop and judged on their document's; contents stay the bytes they came
 * as. What goes to many is encoded once.
 */
@NullMarked
package dev.sluice.server.transport.deltastream;

import org.jspecify.annotations.NullMarked;
