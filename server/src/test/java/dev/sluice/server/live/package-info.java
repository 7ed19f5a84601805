/**
 * Java and TypeScript clients in one document, each told what to do step by step from one seed, until all hold the same.
 *
 * <p>The TypeScript side is {@code src/interop/live}.
 */
@NullMarked
package dev.sluice.server.live;

import org.jspecify.annotations.NullMarked;
