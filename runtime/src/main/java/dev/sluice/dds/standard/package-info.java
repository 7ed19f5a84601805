/**
 * All data structures that come with the runtime, for those who make or load channels of any type:
 * {@link dev.sluice.dds.standard.DataStructures}.
 *
 * <p>Relies on every structure. Immutable.
 */
@NullMarked
package dev.sluice.dds.standard;

import org.jspecify.annotations.NullMarked;
