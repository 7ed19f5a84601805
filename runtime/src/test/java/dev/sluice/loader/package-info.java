/** Proofs of a container's life, over the service in memory and in virtual time. */
@NullMarked
package dev.sluice.loader;

import org.jspecify.annotations.NullMarked;
