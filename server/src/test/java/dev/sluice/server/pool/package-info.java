/** Proves what the summarizer pool attends to, and what it leaves alone. */
@NullMarked
package dev.sluice.server.pool;

import org.jspecify.annotations.NullMarked;
