/** Tests of batches. */
@NullMarked
package dev.sluice.container.batch;

import org.jspecify.annotations.NullMarked;
