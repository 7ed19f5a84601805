package dev.sluice.agent.recorded;

import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.replay.RecordedSummary;
import java.util.List;
import java.util.Objects;

/**
 * A summary that the reference implementation uploaded. Immutable.
 *
 * @param handle what the service named it by
 * @param tree as it was uploaded, with handles
 * @param baseHandle what the upload was named by that its handles refer to
 * @param baseVersion how the service named that when it had taken it
 * @param proposal the op that proposed it
 */
record RecordedUpload(
        String handle, SummaryTree tree, String baseHandle, String baseVersion, SequencedMessage proposal) {
    static RecordedUpload of(JsonObject file, List<SequencedMessage> ops) {
        JsonObject context = file.object("context").orElseThrow();
        String handle = file.string("handle").orElseThrow();
        return new RecordedUpload(
                handle,
                RecordedSummary.read(file.object("summary").orElseThrow()),
                context.string("proposalHandle").orElse(""),
                context.string("ackHandle").orElseThrow(),
                ops.stream().filter(op -> proposes(op, handle)).findFirst().orElseThrow());
    }

    private static boolean proposes(SequencedMessage op, String handle) {
        RawJson contents = op.contents();
        return op.type().equals(MessageType.SUMMARIZE)
                && contents != null
                && JsonValue.parse(contents.isString() ? contents.stringValue() : contents.toString())
                        .asObject()
                        .flatMap(proposed -> proposed.string("handle"))
                        .filter(handle::equals)
                        .isPresent();
    }

    /** The summarizer. */
    String clientId() {
        return Objects.requireNonNull(proposal.clientId());
    }
}
