/** Tests of {@code dev.sluice.dds.counter}. */
@NullMarked
package dev.sluice.dds.counter;

import org.jspecify.annotations.NullMarked;
