package dev.sluice.inspect;

import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which ops may add a reference or a node to the graph. Pure. */
final class Additions {
    /** A handle; what is made known; an alias; values of the legacy form; what cannot be read as it is. */
    private static final List<String> SIGNS =
            List.of("__fluid_handle__", "attach", "Attach", "alias", "Shared", "packedContents", "chunkedOp", "\\u");

    private static final Set<String> OF_PROTOCOL = Set.of(
            MessageType.NOOP,
            MessageType.JOIN,
            MessageType.LEAVE,
            MessageType.NO_CLIENT,
            MessageType.PROPOSE,
            MessageType.SUMMARIZE,
            MessageType.SUMMARY_ACK,
            MessageType.SUMMARY_NACK,
            MessageType.CONTROL);

    private Additions() {}

    /** Returns false only if nothing can be added when this op is applied; an ungrouped batch is applied with its last op. */
    static boolean mayBe(SequencedMessage op) {
        if (!op.type().equals(MessageType.OP)) {
            return !OF_PROTOCOL.contains(op.type());
        }
        RawJson contents = op.contents();
        return contents == null
                || op.compression() != null
                || text(op.metadata()).contains("batch")
                || contains(text(contents));
    }

    private static boolean contains(String contents) {
        return contents.equals("null") || SIGNS.stream().anyMatch(contents::contains);
    }

    private static String text(@Nullable RawJson json) {
        return json == null ? "" : new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
