/** Tests of all structures with what the reference implementation recorded. */
@NullMarked
package dev.sluice.dds.standard;

import org.jspecify.annotations.NullMarked;
