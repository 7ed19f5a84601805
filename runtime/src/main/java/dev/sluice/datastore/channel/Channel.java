package dev.sluice.datastore.channel;

import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.function.Consumer;

/**
 * A replicated object in a data store, as its data store drives it (dds-formats §1.2).
 *
 * <p>Its state is a function of the sequenced ops alone; on top of it lie the pending ops, in the order in which they were
 * submitted. A channel keeps its own queue of pending ops: what the data store tells of them is always about the
 * <em>oldest</em> ({@link #acknowledge}, {@link #resubmit}) or the <em>newest</em> ({@link #rollback}).
 *
 * <p>Before it is {@linkplain #share shared} a channel has no pending ops: edits go straight to the sequenced state.
 *
 * <p>An exception out of {@link #apply} or {@link #acknowledge} closes the container. Confined to its document's thread.
 *
 * @since 0.1
 */
public interface Channel {
    /** The type of this channel, and who wrote it how; written back as they were loaded (DDS-004). */
    ChannelAttributes attributes();

    /** From now on other clients know this channel: edits are submitted as ops. Told once, not for a channel that was loaded. */
    void share();

    /**
     * Applies an op of another client.
     *
     * @throws ChannelException if no client could have sent it
     */
    void apply(ChannelOp op);

    /**
     * The oldest pending op was sequenced, unchanged, as {@code op}.
     *
     * @throws ChannelException if no client could have sent it
     */
    void acknowledge(ChannelOp op);

    /**
     * Submits the oldest pending op anew, for it was not sequenced under the connection that sent it: as it was, rebased, as
     * several ops, or not at all if nothing is left of it. All pending ops are gone through in order, each exactly once; what is
     * submitted meanwhile is pending behind them.
     */
    void resubmit();

    /** Takes back the newest pending op, which was never sent, and tells listeners of what that changes. */
    void rollback();

    /**
     * Makes an edit of a former session again: changes the view and submits, as if the application had asked for it now.
     *
     * @param contents what the former session submitted
     * @throws ChannelException if no client could have sent it
     */
    void applyStashed(JsonValue contents);

    /** Returns the sequenced state, without {@code .attributes} and without any pending op. */
    SummaryTree summarize();

    /** Names every handle in the content, sequenced or pending, by its URL; the same one as often as it occurs. */
    void forEachHandle(Consumer<String> urls);

    /** A member left the quorum; told at the place of its leave in the order. */
    default void memberLeft(String clientId) {}

    /** The container can send again, under a new client id. Told before pending ops are resubmitted. */
    default void connected(String clientId) {}

    /** The container can send no more for now. */
    default void disconnected() {}

    /** The container is closed: nothing that is pending will ever be sequenced here. Nothing more is told. */
    default void closed() {}
}
