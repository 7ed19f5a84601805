/** Real, unmodified Fluid clients of every generation against the real jar; the suite itself is in {@code src/interop}. */
@NullMarked
package dev.sluice.server.interop;

import org.jspecify.annotations.NullMarked;
