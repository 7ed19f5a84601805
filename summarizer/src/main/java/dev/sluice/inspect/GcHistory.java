package dev.sluice.inspect;

import dev.sluice.driver.Snapshot;
import dev.sluice.driver.Version;
import dev.sluice.gc.op.GcOp;
import dev.sluice.gc.state.GcSnapshot;
import dev.sluice.gc.state.GcState;
import dev.sluice.inspect.HistoryEntry.Changes;
import dev.sluice.inspect.HistoryEntry.Counts;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonException;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What collection did to a document, as versions and ops tell. Each version is opened, and the ops since the oldest of them are read
 * once. Confined to one thread, which waits for the service.
 *
 * @since 0.1
 */
public final class GcHistory {
    private final StoredDocument stored;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<Long, OpOrigin> proposals = new HashMap<>();
    private final Map<String, OpOrigin> proposalByVersion = new HashMap<>();

    private GcHistory(StoredDocument stored) {
        this.stored = stored;
    }

    /** One version, as far as collection is concerned. */
    private record Seen(Version version, Snapshot snapshot, Optional<GcSnapshot> collected) {}

    /**
     * Returns what happened, the newest first.
     *
     * @param summaries how many of the newest to look at, from 1
     */
    public static List<HistoryEntry> read(StoredDocument stored, int summaries) {
        return new GcHistory(stored).read(summaries);
    }

    private List<HistoryEntry> read(int summaries) {
        List<Version> versions = stored.versions();
        boolean isCut = versions.size() > summaries;
        // One more tells what changed in the oldest that is wanted.
        List<Seen> seen = versions.subList(0, isCut ? summaries + 1 : versions.size()).stream()
                .map(this::see)
                .toList();
        Seen oldest = seen.get(seen.size() - 1);
        GcLog log = new GcLog(stored, oldest.snapshot, this::collection);
        stored.ops(oldest.snapshot.sequenceNumber(), OptionalLong.empty(), op -> {
            log.take(op);
            summary(op, log.users());
        });
        for (int i = 0; i < Math.min(summaries, seen.size()); i++) {
            entries.add(entry(seen.get(i), i + 1 < seen.size() ? Optional.of(seen.get(i + 1)) : Optional.empty()));
        }
        entries.sort(Comparator.comparingLong(HistoryEntry::sequenceNumber).reversed());
        return List.copyOf(entries);
    }

    private Seen see(Version version) {
        Snapshot snapshot = stored.snapshot(version);
        GcSnapshot collected = stored.open(snapshot).runtime().collection().base();
        boolean isTold = collected.state().isPresent() || !collected.deleted().isEmpty();
        return new Seen(version, snapshot, isTold ? Optional.of(collected) : Optional.empty());
    }

    private void collection(OpOrigin origin, GcOp op) {
        if (op instanceof GcOp.Sweep sweep) {
            entries.add(new HistoryEntry.Sweep(origin, sweep.nodeIds()));
        } else if (op instanceof GcOp.TombstoneLoaded loaded) {
            entries.add(new HistoryEntry.TombstoneLoaded(origin, loaded.nodePath()));
        }
    }

    /** An ack names the op that proposed the summary, and the version that it became. */
    private void summary(SequencedMessage op, Users users) {
        if (op.type().equals(MessageType.SUMMARIZE)) {
            proposals.put(op.sequenceNumber(), OpOrigin.of(op, users));
        } else if (op.type().equals(MessageType.SUMMARY_ACK)) {
            JsonObject ack = contents(op);
            ack.object("summaryProposal")
                    .flatMap(proposal -> proposal.number("summarySequenceNumber"))
                    .flatMap(JsonValue::asLong)
                    .map(proposals::get)
                    .ifPresent(proposal ->
                            ack.string("handle").ifPresent(version -> proposalByVersion.put(version, proposal)));
        }
    }

    /** Some services write the contents as an object, some as text, some as data. */
    private static JsonObject contents(SequencedMessage op) {
        RawJson contents = op.contents();
        JsonValue json = contents == null
                ? JsonObject.EMPTY
                : JsonValue.parse(new String(contents.toBytes(), StandardCharsets.UTF_8));
        String text = op.data() == null ? json.asString().orElse("") : op.data();
        try {
            return json.asObject().or(() -> JsonValue.parse(text).asObject()).orElse(JsonObject.EMPTY);
        } catch (JsonException noJson) {
            // The service does not say which proposal it means; the summary is shown without.
            return JsonObject.EMPTY;
        }
    }

    private HistoryEntry entry(Seen now, Optional<Seen> before) {
        return new HistoryEntry.Summary(
                now.version.id(),
                now.snapshot.sequenceNumber(),
                Optional.ofNullable(proposalByVersion.get(now.version.id())),
                now.collected.map(GcHistory::counts),
                before.flatMap(Seen::collected)
                        .flatMap(former -> now.collected.map(current -> changes(former, current))));
    }

    private static Counts counts(GcSnapshot collected) {
        GcState state = collected.state().orElse(GcState.EMPTY);
        return new Counts(
                state.routes().size(),
                state.unreferencedAtMs().size(),
                collected.tombstones().size(),
                collected.deleted().size());
    }

    private static Changes changes(GcSnapshot before, GcSnapshot now) {
        Map<String, Long> former = before.state().orElse(GcState.EMPTY).unreferencedAtMs();
        GcState state = now.state().orElse(GcState.EMPTY);
        Map<String, Long> current = state.unreferencedAtMs();
        return new Changes(
                without(current.keySet(), former.keySet()),
                current.entrySet().stream()
                        .filter(node -> former.containsKey(node.getKey())
                                && !node.getValue().equals(former.get(node.getKey())))
                        .map(Map.Entry::getKey)
                        .toList(),
                without(now.tombstones(), before.tombstones()),
                without(former.keySet(), current.keySet()).stream()
                        .filter(state.routes()::containsKey)
                        .toList(),
                without(now.deleted(), before.deleted()));
    }

    private static List<String> without(Collection<String> all, Collection<String> others) {
        return all.stream().filter(one -> !others.contains(one)).toList();
    }
}
