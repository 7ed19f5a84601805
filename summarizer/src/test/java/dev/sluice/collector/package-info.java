/** Whole runs, on documents that are nothing but references. */
@NullMarked
package dev.sluice.collector;

import org.jspecify.annotations.NullMarked;
