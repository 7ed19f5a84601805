/** Proofs of the sequencer and the scribe as pure machines, and of the document shell over a store in memory. */
@NullMarked
package dev.sluice.server.ordering;

import org.jspecify.annotations.NullMarked;
