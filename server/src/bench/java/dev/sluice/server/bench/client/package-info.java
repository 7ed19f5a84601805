/**
 * A client of the service protocol that does no more than the wire asks: connect, submit, hand back what arrives.
 *
 * <p>It exists to load a server and to break it, so it stays far cheaper than the server: one thread polls many
 * connections, inbound op frames are handed over as the bytes that arrived, and no JSON tree is built after the
 * connection is up. Nothing here knows of benchmarks. Connections are confined to the thread that polls their
 * {@link dev.sluice.server.bench.client.SocketLoop}; the REST classes block and are confined to one thread each.
 */
@NullMarked
package dev.sluice.server.bench.client;

import org.jspecify.annotations.NullMarked;
