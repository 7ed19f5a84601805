/**
 * Git objects as clients and the service name them: by the SHA-1 of type, length and bytes.
 *
 * <p>Clients compute these ids themselves and compare, so the hashing is part of the wire format (SVC §1.13). Values are
 * immutable; functions are pure.
 */
@NullMarked
package dev.sluice.protocol.git;

import org.jspecify.annotations.NullMarked;
