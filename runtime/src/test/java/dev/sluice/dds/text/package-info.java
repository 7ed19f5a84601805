/** Tests of {@code dev.sluice.dds.text}. */
@NullMarked
package dev.sluice.dds.text;

import org.jspecify.annotations.NullMarked;
