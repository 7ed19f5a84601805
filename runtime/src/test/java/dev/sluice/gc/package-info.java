/** What listeners hear. */
@NullMarked
package dev.sluice.gc;

import org.jspecify.annotations.NullMarked;
