/**
 * Values on which all clients agree before they show (dds-formats §5):
 * {@link dev.sluice.dds.register.ConsensusRegisterCollection}.
 *
 * <p>Relies on {@link dev.sluice.dds}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.register;

import org.jspecify.annotations.NullMarked;
