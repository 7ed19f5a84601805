/**
 * Sessions over WebSocket and HTTP long polling: the engine.io protocol, version 4.
 *
 * <p>An {@link EngineIoServer} turns HTTP requests into {@link EngineSession sessions} that carry text messages both ways,
 * whatever moves them underneath. It knows heartbeats, the upgrade from polling to WebSocket, limits and slow receivers, and
 * nothing of what the messages mean. It may rely on Vert.x and Netty; its neighbour above is {@code socketio}.
 *
 * <p>Threading: a session lives on the event loop on which it was opened, and its listener is called only there. Sending and
 * closing may be asked for by any thread. What one loop has to write is written by one task per turn of that loop.
 */
@NullMarked
package dev.sluice.server.transport.engineio;

import org.jspecify.annotations.NullMarked;
