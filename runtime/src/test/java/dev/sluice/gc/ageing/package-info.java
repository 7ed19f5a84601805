/** What listeners hear. */
@NullMarked
package dev.sluice.gc.ageing;

import org.jspecify.annotations.NullMarked;
