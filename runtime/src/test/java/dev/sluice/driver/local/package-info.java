/** Proofs that the service in memory keeps the service protocol. */
@NullMarked
package dev.sluice.driver.local;

import org.jspecify.annotations.NullMarked;
