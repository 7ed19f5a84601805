/** The benchmarks of {@code dev.sluice.bench} under JMH, for this runtime alone. Confined to JMH's thread. */
@NullMarked
package dev.sluice.bench.jmh;

import org.jspecify.annotations.NullMarked;
