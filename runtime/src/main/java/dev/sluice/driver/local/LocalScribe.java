package dev.sluice.driver.local;

import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonString;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a summarize op makes a new version, and what the service answers (SVC §4.8). */
final class LocalScribe {
    private LocalScribe() {}

    /**
     * The op that answers.
     *
     * @param type {@link MessageType#SUMMARY_ACK} or {@link MessageType#SUMMARY_NACK}
     * @param payload its content
     */
    record Answer(String type, JsonObject payload) {}

    /** Judges the newest op of the document, and adds the version if there is nothing to object to. */
    static Answer judge(LocalDocument document, SequencedMessage op) {
        LocalVersion newest = document.newest();
        Optional<JsonObject> contents = contents(op.contents());
        if (contents.isEmpty()) {
            return refused(op, "The summary's contents are not a summary proposal");
        }
        String head = contents.get().string("head").orElse("");
        String handle = contents.get().string("handle").orElse("");
        long reference = op.referenceSequenceNumber();
        if (reference <= newest.protocol().sequenceNumber()) {
            return refused(op, "The summary holds no more than the newest one");
        }
        if (!head.equals(newest.version().id())) {
            return refused(
                    op,
                    "Proposed parent summary \"" + head + "\" does not match actual parent summary \""
                            + newest.version().id() + "\".");
        }
        if (!GitId.isGitId(handle) || document.uploaded(GitId.parse(handle)).isEmpty()) {
            return refused(op, "The summary's tree " + handle + " was not uploaded");
        }
        return accept(document, op, contents.get(), GitId.parse(handle));
    }

    private static Answer accept(LocalDocument document, SequencedMessage op, JsonObject contents, GitId tree) {
        LocalVersion newest = document.newest();
        long reference = op.referenceSequenceNumber();
        long kept = newest.protocol().sequenceNumber();
        ProtocolState protocol = newest.protocol();
        while (protocol.sequenceNumber() < reference) {
            protocol = protocol.applyAll(document.ops(protocol.sequenceNumber(), reference + 1));
        }
        List<SequencedMessage> tail = document.ops(Math.max(reference, kept), op.sequenceNumber() + 1);
        String message = contents.string("message").orElse("");
        GitId parent = GitId.parse(newest.version().id());
        LocalVersion added = document.add(tree, protocol, tail, message, List.of(parent));
        JsonObject payload = JsonObject.builder()
                .put("handle", added.version().id())
                .put("summaryProposal", proposal(op))
                .build();
        return new Answer(MessageType.SUMMARY_ACK, payload);
    }

    private static Answer refused(SequencedMessage op, String why) {
        JsonObject payload = JsonObject.builder()
                .put("message", why)
                .put("summaryProposal", proposal(op))
                .build();
        return new Answer(MessageType.SUMMARY_NACK, payload);
    }

    private static JsonObject proposal(SequencedMessage op) {
        return JsonObject.builder()
                .put("summarySequenceNumber", op.sequenceNumber())
                .build();
    }

    private static Optional<JsonObject> contents(@Nullable RawJson contents) {
        if (contents == null) {
            return Optional.empty();
        }
        try {
            JsonValue value = JsonValue.parse(contents);
            return value instanceof JsonString text
                    ? JsonValue.parse(text.value()).asObject()
                    : value.asObject();
        } catch (JsonException malformed) {
            // Any client may send anything; the nack says so.
            return Optional.empty();
        }
    }
}
