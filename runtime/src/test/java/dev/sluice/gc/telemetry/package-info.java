/** What listeners hear. */
@NullMarked
package dev.sluice.gc.telemetry;

import org.jspecify.annotations.NullMarked;
