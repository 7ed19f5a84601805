package dev.sluice.protocol;

import java.util.Set;

/**
 * The types of document messages that a service gives a meaning to. Any other type is ordered as an ordinary op.
 *
 * @since 0.1
 */
public final class MessageType {
    /** A member's edit. */
    public static final String OP = "op";
    /** Tells a member's reference sequence number and nothing else. */
    public static final String NOOP = "noop";
    /** A write client became a member. */
    public static final String JOIN = "join";
    /** A member is gone. */
    public static final String LEAVE = "leave";
    /** The last member left. */
    public static final String NO_CLIENT = "noClient";
    /** Proposes a quorum value. */
    public static final String PROPOSE = "propose";
    /** Names an uploaded summary. */
    public static final String SUMMARIZE = "summarize";
    /** The summary became the newest version. */
    public static final String SUMMARY_ACK = "summaryAck";
    /** The summary was refused. */
    public static final String SUMMARY_NACK = "summaryNack";
    /** Steers the sequencer; never sequenced. */
    public static final String CONTROL = "control";

    private static final Set<String> SERVICE_ONLY = Set.of(JOIN, LEAVE, NO_CLIENT, CONTROL, SUMMARY_ACK, SUMMARY_NACK);

    private MessageType() {}

    /** Tells whether only the service may submit messages of this type (SVC §4.2 step 3). */
    public static boolean isServiceOnly(String type) {
        return SERVICE_ONLY.contains(type);
    }
}
