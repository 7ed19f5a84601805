/** Tests of {@code dev.sluice.dds.map}. */
@NullMarked
package dev.sluice.dds.map;

import org.jspecify.annotations.NullMarked;
