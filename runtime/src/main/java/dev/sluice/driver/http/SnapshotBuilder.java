package dev.sluice.driver.http;

import com.fasterxml.jackson.core.JsonParseException;
import dev.sluice.driver.BlobReader;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonNumber;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a snapshot of a stored tree: reads what the service put there, and keeps the application's part (SVC §5). */
final class SnapshotBuilder {
    private static final String PROTOCOL = ".protocol";
    private static final Set<String> SERVICE_PARTS = Set.of(PROTOCOL, ".logTail", ".serviceProtocol");

    /** Where very old documents keep the quorum: at the root (RT-011). */
    private static final Map<String, String> OLD_NAMES = Map.of(
            "attributes", ".attributes",
            "quorumMembers", "quorumMembers",
            "quorumProposals", "quorumProposals",
            "quorumValues", "quorumValues");

    private final Version version;
    private final SnapshotTree whole;
    private final Map<GitId, byte[]> blobs;
    private final BlobReader reader;

    SnapshotBuilder(Version version, TreeListing listing, Map<GitId, byte[]> blobs, BlobReader reader)
            throws IOException {
        this.version = version;
        this.whole = listing.toTree();
        this.blobs = new HashMap<>(blobs);
        this.reader = reader;
    }

    SnapshotTree application() {
        SnapshotTree application = whole.without(SERVICE_PARTS);
        return isOld() ? application.without(Set.copyOf(OLD_NAMES.values())) : application;
    }

    private boolean isOld() {
        return whole.tree(PROTOCOL).isEmpty();
    }

    private Optional<GitId> quorumBlob(String name) {
        return whole.blob(isOld() ? String.valueOf(OLD_NAMES.get(name)) : PROTOCOL + "/" + name);
    }

    /** Returns the blobs that the service's parts need and did not come along. */
    List<GitId> missingServiceBlobs() {
        return Stream.concat(
                        OLD_NAMES.keySet().stream().sorted().map(this::quorumBlob),
                        Stream.of(whole.blob(".logTail/logTail")))
                .flatMap(Optional::stream)
                .filter(id -> !blobs.containsKey(id))
                .toList();
    }

    void add(GitId id, byte[] content) {
        blobs.put(id, content);
    }

    Snapshot build() {
        try {
            JsonObject attributes =
                    JsonValue.parse(part("attributes")).asObject().orElse(JsonObject.EMPTY);
            ProtocolState protocol = ProtocolState.parse(
                    number(attributes, "sequenceNumber"),
                    number(attributes, "minimumSequenceNumber"),
                    part("quorumMembers"),
                    part("quorumProposals"),
                    part("quorumValues"));
            return new Snapshot(version, application(), protocol, logTail(protocol.sequenceNumber()), blobs, reader);
        } catch (IOException | IllegalArgumentException | JsonException malformed) {
            throw new DriverException(
                    new DriverError.BadAnswer(
                            "version " + version.id() + " cannot be loaded: " + malformed.getMessage()),
                    malformed);
        }
    }

    private List<SequencedMessage> logTail(long after) throws IOException {
        Optional<GitId> tail = whole.blob(".logTail/logTail");
        if (tail.isEmpty()) {
            return List.of();
        }
        return Answers.ops(content(tail.get())).stream()
                .filter(op -> op.sequenceNumber() > after)
                .toList();
    }

    private static long number(JsonObject attributes, String name) throws IOException {
        Optional<JsonNumber> number = attributes.number(name).filter(JsonNumber::isInteger);
        if (number.isEmpty() || number.get().value() < 0) {
            throw new JsonParseException(null, ".protocol/attributes has no " + name);
        }
        return (long) number.get().value();
    }

    private byte[] part(String name) throws IOException {
        Optional<GitId> id = quorumBlob(name);
        if (id.isEmpty()) {
            throw new JsonParseException(null, "the quorum's " + name + " is missing");
        }
        return content(id.get());
    }

    private byte[] content(GitId id) {
        byte[] content = blobs.get(id);
        return content == null ? reader.read(id) : content;
    }
}
