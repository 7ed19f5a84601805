/** The README's Java, compiled and run as it stands there. */
@NullMarked
package dev.sluice.samples.readme;

import org.jspecify.annotations.NullMarked;
