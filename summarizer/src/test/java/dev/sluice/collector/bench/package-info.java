/** Tests of graph files and of what is measured with them. */
@NullMarked
package dev.sluice.collector.bench;

import org.jspecify.annotations.NullMarked;
