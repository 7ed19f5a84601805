/** What listeners hear. */
@NullMarked
package dev.sluice.gc.micrometer;

import org.jspecify.annotations.NullMarked;
