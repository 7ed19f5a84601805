/** Tests of stored trees. */
@NullMarked
package dev.sluice.container.snapshot;

import org.jspecify.annotations.NullMarked;
