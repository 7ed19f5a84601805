/**
 * A driver that reaches this server's documents from inside it: no socket, no token, no rates, but the same ordering, the same
 * store and the same checks of summaries as for any client.
 *
 * <p>Who holds a {@link dev.sluice.server.driver.DirectDriver} may do anything with any document, so it is for the server's own use.
 * Calls that read or write the store block; a stream's events are handed to the executor of whoever connects. Safe for use by many
 * threads.
 */
@NullMarked
package dev.sluice.server.driver;

import org.jspecify.annotations.NullMarked;
