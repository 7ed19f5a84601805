/** Tests of the names in the reference graph. */
@NullMarked
package dev.sluice.container.graph;

import org.jspecify.annotations.NullMarked;
