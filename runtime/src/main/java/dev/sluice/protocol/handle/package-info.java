/**
 * Where in a document something is, and the references to it that values hold.
 *
 * <p>Immutable vocabulary over {@code protocol.json}.
 */
@NullMarked
package dev.sluice.protocol.handle;

import org.jspecify.annotations.NullMarked;
