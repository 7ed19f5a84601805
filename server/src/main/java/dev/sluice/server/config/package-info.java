/**
 * What an operator can set: every setting defined once, read from defaults, file, environment and flags, in that order.
 *
 * <p>Parsing, flags, {@code sluice config}, the refusal of unknown keys and the generated reference all derive from {@link
 * dev.sluice.server.config.Settings}. Values are immutable; nothing here starts a thread. It relies on the protocol's
 * vocabulary alone.
 */
@NullMarked
package dev.sluice.server.config;

import org.jspecify.annotations.NullMarked;
