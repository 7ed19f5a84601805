/** Benchmarks that JMH runs: marks beside JGraphT's search, on graphs that are generated for each trial. */
@NullMarked
package dev.sluice.collector.bench.jmh;

import org.jspecify.annotations.NullMarked;
