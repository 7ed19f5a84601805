/** Summarizers in the place of those of the reference implementation, in documents of theirs that were recorded. */
@NullMarked
package dev.sluice.agent.recorded;

import org.jspecify.annotations.NullMarked;
