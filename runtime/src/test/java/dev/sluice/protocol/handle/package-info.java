/** Paths and handles. */
@NullMarked
package dev.sluice.protocol.handle;

import org.jspecify.annotations.NullMarked;
