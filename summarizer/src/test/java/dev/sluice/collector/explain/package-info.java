/** Tests of what explains a graph. */
@NullMarked
package dev.sluice.collector.explain;

import org.jspecify.annotations.NullMarked;
