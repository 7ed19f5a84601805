/**
 * Whole lives of a document, played from one seed in virtual time: clients that come and go, a summarizer that crashes, and an audit
 * that knows better than any of them what may be deleted (I3, I4, I5).
 *
 * <p>Collection is the real one; log, service, contents and clocks are the smallest that can hurt it. Confined to one thread.
 */
@NullMarked
package dev.sluice.collector.simulation;

import org.jspecify.annotations.NullMarked;
