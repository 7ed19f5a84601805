/** Restored nodes, over a whole service in memory. */
@NullMarked
package dev.sluice.restore;

import org.jspecify.annotations.NullMarked;
