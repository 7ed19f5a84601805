/**
 * JSON values as documents hold them: immutable, compared by content, written byte for byte as ECMAScript's
 * {@code JSON.stringify} writes them, so that what Java and TypeScript clients store can be compared as bytes.
 *
 * <p>Op contents and snapshots are read into these values once, on the way into the runtime; services keep
 * {@link dev.sluice.protocol.RawJson} instead. Everything here may be used by many threads.
 */
@NullMarked
package dev.sluice.protocol.json;

import org.jspecify.annotations.NullMarked;
