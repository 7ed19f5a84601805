/** Tests of {@code dev.sluice.dds.directory}. */
@NullMarked
package dev.sluice.dds.directory;

import org.jspecify.annotations.NullMarked;
