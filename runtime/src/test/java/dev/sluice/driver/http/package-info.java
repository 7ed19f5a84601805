/** Proofs of what is read from services without asking one. */
@NullMarked
package dev.sluice.driver.http;

import org.jspecify.annotations.NullMarked;
