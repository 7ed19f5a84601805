/**
 * The document schema: which features of the formats a document uses, so that no client opens what it would not understand
 * (runtime-formats §9). Immutable values, no I/O.
 */
@NullMarked
package dev.sluice.container.schema;

import org.jspecify.annotations.NullMarked;
