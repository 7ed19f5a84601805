package dev.sluice.agent;

import dev.sluice.container.RuntimeOptions;
import dev.sluice.datastore.ChannelRegistry;
import dev.sluice.dds.standard.DataStructures;

/**
 * How documents are summarized. Immutable.
 *
 * @param policy when
 * @param runtime how documents run, with what is collected in them
 * @param registry the types of channels that can be written; what is not among them is carried along as long as nobody changes it
 * @param listener is told of every attempt
 * @since 0.1
 */
public record SummarizerOptions(
        SummaryPolicy policy, RuntimeOptions runtime, ChannelRegistry registry, AttemptListener listener) {
    /** As TypeScript clients do, for all data structures of this library; nothing is swept. */
    public static final SummarizerOptions DEFAULT = new SummarizerOptions(
            SummaryPolicy.DEFAULT,
            RuntimeOptions.DEFAULT,
            new ChannelRegistry(DataStructures.factories()),
            AttemptListener.NONE);

    /** Returns these options with another policy. */
    public SummarizerOptions withPolicy(SummaryPolicy other) {
        return new SummarizerOptions(other, runtime, registry, listener);
    }

    /** Returns these options with documents that run in another way. */
    public SummarizerOptions withRuntime(RuntimeOptions other) {
        return new SummarizerOptions(policy, other, registry, listener);
    }

    /** Returns these options with other types of channels. */
    public SummarizerOptions withRegistry(ChannelRegistry other) {
        return new SummarizerOptions(policy, runtime, other, listener);
    }

    /** Returns these options with another listener. */
    public SummarizerOptions withListener(AttemptListener other) {
        return new SummarizerOptions(policy, runtime, registry, other);
    }
}
