/** Tests of the names in the reference graph. */
@NullMarked
package dev.sluice.gc.graph;

import org.jspecify.annotations.NullMarked;
