/** Tests of the reference graph and its marking. */
@NullMarked
package dev.sluice.collector.graph;

import org.jspecify.annotations.NullMarked;
