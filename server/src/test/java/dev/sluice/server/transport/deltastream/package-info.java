/**
 * Acceptance tests of the delta stream: a real server in the test's process, raw clients over real sockets. Tests are named
 * for the statements of the service protocol that they prove. Clients wait for what they expect, with a deadline.
 */
@NullMarked
package dev.sluice.server.transport.deltastream;

import org.jspecify.annotations.NullMarked;
