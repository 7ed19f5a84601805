/** What listeners hear. */
@NullMarked
package dev.sluice.gc.op;

import org.jspecify.annotations.NullMarked;
