/** Tests of the REST surface: over real sockets on loopback, and of its parts. */
@NullMarked
package dev.sluice.server.transport.rest;

import org.jspecify.annotations.NullMarked;
