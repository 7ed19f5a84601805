/**
 * Events of collection in an application's metrics. The one package of the runtime that needs Micrometer, which the runtime does
 * not bring along.
 *
 * <p>Immutable; safe for use by many threads.
 */
@NullMarked
package dev.sluice.gc.micrometer;

import org.jspecify.annotations.NullMarked;
