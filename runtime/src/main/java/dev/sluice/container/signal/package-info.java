/**
 * Signals between the clients of a document, and their form on the wire (runtime-formats §10). Pure values.
 */
@NullMarked
package dev.sluice.container.signal;

import org.jspecify.annotations.NullMarked;
