/** What listeners hear. */
@NullMarked
package dev.sluice.gc.testing;

import org.jspecify.annotations.NullMarked;
