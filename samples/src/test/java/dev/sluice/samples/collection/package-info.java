/** Tests of the walk-through: the page shows what is printed. */
@NullMarked
package dev.sluice.samples.collection;

import org.jspecify.annotations.NullMarked;
