/** Makes graph files: the same file for the same kind, size and seed, on every machine. Confined to one thread. */
@NullMarked
package dev.sluice.collector.bench.generate;

import org.jspecify.annotations.NullMarked;
