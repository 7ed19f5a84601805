/**
 * Connections that exchange named events: the socket.io protocol, version 5, on top of {@code engineio}.
 *
 * <p>A {@link SocketIoServer} serves the root namespace and nothing else, without binary packets. What an event means is decided
 * above, in a {@link SocketHandler}, which gets an event's JSON as bytes: checked to be well-formed, not decoded.
 *
 * <p>Threading: a connection lives on one Vert.x event loop context, where its handler is called; sending and closing may be
 * asked for by any thread.
 */
@NullMarked
package dev.sluice.server.transport.socketio;

import org.jspecify.annotations.NullMarked;
