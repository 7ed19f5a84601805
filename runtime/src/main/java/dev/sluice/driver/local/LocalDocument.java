package dev.sluice.driver.local;

import dev.sluice.driver.DeltaStorage;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.DriverException;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.SnapshotTree;
import dev.sluice.driver.Version;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.JsonWriter;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitCommit;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.git.GitSignature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One document: its order, its log, its versions. Confined: the service's lock is held.
 *
 * <p>The log is kept whole, so any version can be loaded and brought up to date.
 */
final class LocalDocument {
    private final DocumentKey key;
    private final InstantSource clock;
    private final long base;
    private final LocalSequencer sequencer;
    private final List<SequencedMessage> log = new ArrayList<>();
    private final List<LocalVersion> versions = new ArrayList<>();
    private final Consumer<SequencedMessage> broadcast;
    private final GitObjects objects;

    LocalDocument(
            DocumentKey key,
            NewDocument created,
            GitObjects objects,
            InstantSource clock,
            Consumer<SequencedMessage> broadcast) {
        this.key = key;
        this.clock = clock;
        this.objects = objects;
        this.base = created.sequenceNumber();
        this.broadcast = broadcast;
        this.sequencer = new LocalSequencer(base, this::append);
        GitId tree = objects.store(created.summary(), SnapshotTree.EMPTY);
        ProtocolState protocol = ProtocolState.created(base, valuesJson(created.quorumValues()));
        add(tree, protocol, List.of(), "New document", List.of());
    }

    DocumentKey key() {
        return key;
    }

    LocalSequencer sequencer() {
        return sequencer;
    }

    long nowMs() {
        return clock.millis();
    }

    LocalVersion newest() {
        return versions.get(versions.size() - 1);
    }

    /** Returns the versions, oldest first. */
    List<LocalVersion> versions() {
        return versions;
    }

    LocalVersion version(String id) {
        return versions.stream()
                .filter(version -> version.version().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new DriverException(
                        new DriverError.NotFound("version " + id + " of " + key + " is not there")));
    }

    List<SequencedMessage> ops(long after, long before) {
        int from = (int) Math.min(Math.max(0, after - base), log.size());
        long end = Math.min(before - 1, after + DeltaStorage.PAGE_OPS) - base;
        return List.copyOf(log.subList(from, (int) Math.max(from, Math.min(end, log.size()))));
    }

    /** Makes a summary the newest version. */
    LocalVersion add(
            GitId tree, ProtocolState protocol, List<SequencedMessage> logTail, String message, List<GitId> parents) {
        GitSignature service = new GitSignature("Sluice", "service@sluice.dev", clock.instant());
        GitCommit commit = new GitCommit(tree, parents, service, service, message);
        Version version = new Version(commit.id().toHex(), tree.toHex());
        LocalVersion added =
                new LocalVersion(version, objects.tree(tree).orElse(SnapshotTree.EMPTY), protocol, logTail);
        versions.add(added);
        return added;
    }

    Optional<SnapshotTree> uploaded(GitId tree) {
        return objects.tree(tree);
    }

    private void append(SequencedMessage op) {
        log.add(op);
        broadcast.accept(op);
        if (op.type().equals(MessageType.SUMMARIZE)) {
            LocalScribe.Answer answer = LocalScribe.judge(this, op);
            sequencer.system(
                    answer.type(),
                    RawJson.of(answer.payload().toJson()),
                    answer.payload().toJson(),
                    nowMs());
        }
    }

    private static byte[] valuesJson(Map<String, RawJson> values) {
        JsonWriter out = new JsonWriter(256).ascii("[");
        String separator = "";
        for (Map.Entry<String, RawJson> value : values.entrySet()) {
            out.ascii(separator).ascii("[").string(value.getKey()).ascii(",");
            out.value(value.getValue()).ascii("]");
            separator = ",";
        }
        return out.ascii("]").toBytes();
    }
}
