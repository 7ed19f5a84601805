package dev.sluice.dds.mergetree;

/**
 * Where an op stands in the log.
 *
 * @param sequenceNumber its own; ops of one batch share it
 * @param referenceSequenceNumber up to which its sender had seen the log
 * @param minimumSequenceNumber up to which everybody has
 * @param clientId its sender
 * @since 0.1
 */
public record Sequenced(
        long sequenceNumber, long referenceSequenceNumber, long minimumSequenceNumber, String clientId) {}
