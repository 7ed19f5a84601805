/**
 * How applications hear of what happens: listeners that are registered, told in order and taken away again.
 *
 * <p>Relies on nothing. Confined to the thread of the document whose events are told.
 */
@NullMarked
package dev.sluice.event;

import org.jspecify.annotations.NullMarked;
