package dev.sluice.collector.simulation;

/**
 * What was sequenced. Immutable.
 *
 * @param sequenceNumber its place, from 1 on
 * @param timestampMs when the service sequenced it
 * @param sender a number for each session; 0 for the service
 * @param edit what it does
 */
record Message(long sequenceNumber, long timestampMs, int sender, Edit edit) {}
