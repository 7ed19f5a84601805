/**
 * Replays recorded client traffic against a running server and compares its answers with the recorded ones.
 *
 * <p>A transcript is read into rows, a replay walks the rows in order and sends what the clients sent, and a comparison
 * judges each answer after recorded names were translated into those of the server under test. What a server may do
 * otherwise than the recordings is listed as data in {@code AllowedDifferences}. One replay is confined to one thread;
 * only {@code Arrivals} is shared with the threads of the HTTP client.
 */
@NullMarked
package dev.sluice.server.golden;

import org.jspecify.annotations.NullMarked;
