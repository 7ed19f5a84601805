/** The contract that every backend passes, and the verifier's tests. */
@NullMarked
package dev.sluice.server.storage;

import org.jspecify.annotations.NullMarked;
