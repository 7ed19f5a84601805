/**
 * The load generator: measures any server that speaks the service protocol, from outside and over the wire.
 *
 * <p>A {@link dev.sluice.server.bench.Suite} is a list of scenarios; each runs on a server of its own, started for it and
 * stopped after it, so that no measurement inherits another's heap. A scenario measures and writes into
 * {@link dev.sluice.server.bench.Results}; the commands decide which servers, how often and in what order. One thread
 * drives a scenario; only REST uploads and downloads use more.
 */
@NullMarked
package dev.sluice.server.bench;

import org.jspecify.annotations.NullMarked;
