/** Elections, heuristics, and summarizers over a whole service in memory. */
@NullMarked
package dev.sluice.agent;

import org.jspecify.annotations.NullMarked;
