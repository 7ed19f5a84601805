/**
 * The driver for services on the network: REST and socket.io over the JDK's own HTTP client and WebSocket.
 *
 * <p>Speaks to Sluice, Tinylicious and services of Routerlicious' kind, with the forms of requests today's clients use: the
 * RestLess envelope or plain REST, Git trees or whole summaries, discovery or fixed addresses. Owns the threads of its HTTP
 * client and a few for requests that overlap. Everything but the codecs is safe for use by many threads. What a service sends
 * is never trusted: sizes are bounded, and what cannot be understood ends the request or the connection it came on, no more.
 */
@NullMarked
package dev.sluice.driver.http;

import org.jspecify.annotations.NullMarked;
