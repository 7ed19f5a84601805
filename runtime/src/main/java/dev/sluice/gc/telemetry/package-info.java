/**
 * What collection has to tell operators: events with the names and properties that Fluid's tools look for
 * (garbage-collection §7), and where they go.
 *
 * <p>Events are immutable; who decides which to send is confined to the document's thread. No logging framework is needed: see
 * {@code dev.sluice.gc.slf4j} and {@code dev.sluice.gc.micrometer} for two.
 */
@NullMarked
package dev.sluice.gc.telemetry;

import org.jspecify.annotations.NullMarked;
