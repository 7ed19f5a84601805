/** Tests of the socket protocol from outside: a real server on loopback, raw clients and the real socket.io client. */
@NullMarked
package dev.sluice.server.transport;

import org.jspecify.annotations.NullMarked;
