/**
 * Events of collection in an application's log. The one package of the runtime that needs SLF4J, which the runtime does not bring
 * along.
 *
 * <p>Immutable; safe for use by many threads.
 */
@NullMarked
package dev.sluice.gc.slf4j;

import org.jspecify.annotations.NullMarked;
