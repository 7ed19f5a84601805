/** Tests of {@code dev.sluice.dds.register}. */
@NullMarked
package dev.sluice.dds.register;

import org.jspecify.annotations.NullMarked;
