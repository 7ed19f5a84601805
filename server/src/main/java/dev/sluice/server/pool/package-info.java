/**
 * Summaries that the server writes itself: of documents that have unsummarized ops, or garbage that is due for its next stage, and no
 * client that could summarize them.
 *
 * <p>Rules are pure: who is attended to ({@link dev.sluice.server.pool.Attention}), when, and after how many failures
 * ({@link dev.sluice.server.pool.Schedule}), and when garbage brings it back to a document that nobody opens
 * ({@link dev.sluice.server.pool.Ageing}). Around them lies {@link dev.sluice.server.pool.SummarizerPool}, whose few threads open one
 * document each, as a client inside the server, summarize it and leave. Nothing here runs on an event loop but the note that a
 * document has new ops.
 */
@NullMarked
package dev.sluice.server.pool;

import org.jspecify.annotations.NullMarked;
