package dev.sluice.restore;

import dev.sluice.driver.Version;
import java.util.Optional;

/**
 * What to restore. Immutable.
 *
 * @param node path of a data store, of a channel, with which its data store comes back, or of a blob
 * @param version from which to take deleted content; the newest that has it if empty
 * @param keep what is to hold it
 * @since 0.1
 */
public record RestoreRequest(String node, Optional<Version> version, Keep keep) {}
