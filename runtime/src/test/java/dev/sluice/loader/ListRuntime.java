package dev.sluice.loader;

import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.driver.Signal;
import dev.sluice.driver.Snapshot;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A list to which every client appends texts; sequenced ones and own pending ones are kept apart. */
final class ListRuntime implements HostedRuntime {
    /** A text that this client made and has not seen in the order. */
    private record Pending(String text, String clientId, long clientSequenceNumber) {}

    private final RuntimeContext context;
    final List<String> sequenced = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<Signal> signals = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<String> batch = new ArrayList<>();

    @Nullable
    RuntimeException failingAttach;

    private boolean maySend;

    private ListRuntime(RuntimeContext context) {
        this.context = context;
    }

    static final RuntimeFactory FACTORY = new RuntimeFactory() {
        @Override
        public HostedRuntime create(RuntimeContext context) {
            return new ListRuntime(context);
        }

        @Override
        public HostedRuntime load(RuntimeContext context, Snapshot snapshot, Optional<JsonValue> pending) {
            ListRuntime runtime = new ListRuntime(context);
            byte[] list = snapshot.readBlob(snapshot.tree().blob("list").orElseThrow());
            JsonValue.parse(new String(list, StandardCharsets.UTF_8))
                    .asArray()
                    .orElseThrow()
                    .elements()
                    .forEach(text -> runtime.sequenced.add(text.asString().orElseThrow()));
            pending.flatMap(JsonValue::asArray).ifPresent(runtime::restore);
            return runtime;
        }
    };

    private void restore(JsonArray stashed) {
        for (JsonValue value : stashed.elements()) {
            JsonObject object = value.asObject().orElseThrow();
            pending.add(new Pending(
                    object.string("text").orElseThrow(),
                    object.string("clientId").orElseThrow(),
                    (long) object.number("number").orElseThrow().value()));
        }
    }

    /** Appends a text; it goes out with the batch. */
    void append(String text) {
        if (context.isReadonly()) {
            throw new IllegalStateException("the container is readonly");
        }
        if (context.attachState() == AttachState.DETACHED) {
            sequenced.add(text);
            return;
        }
        batch.add(text);
        context.dirtyChanged();
    }

    /** Appends a text and sends it. */
    void edit(String text) {
        append(text);
        flush();
    }

    void unchecked(long clientSequenceNumber) {
        context.submit(List.of(DocumentMessage.of(
                MessageType.OP, clientSequenceNumber, context.sequenceNumber(), RawJson.ofString("\"x\""))));
    }

    void signal(OutboundSignal signal) {
        context.signal(signal);
    }

    List<String> all() {
        List<String> all = new ArrayList<>(sequenced);
        pending.forEach(made -> all.add(made.text()));
        all.addAll(batch);
        return all;
    }

    @Override
    public void flush() {
        List<String> texts = List.copyOf(batch);
        batch.clear();
        send(texts);
    }

    private void send(List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        if (!maySend) {
            texts.forEach(text -> pending.add(new Pending(text, "", 0)));
            return;
        }
        List<DocumentMessage> messages = new ArrayList<>();
        long number = context.nextClientSequenceNumber();
        for (String text : texts) {
            pending.add(new Pending(text, context.clientId().orElseThrow(), number));
            RawJson contents = RawJson.ofString(JsonValue.of(text).toJson());
            messages.add(DocumentMessage.of(MessageType.OP, number++, context.sequenceNumber(), contents));
        }
        context.submit(messages);
    }

    @Override
    public void process(SequencedMessage message) {
        calls.add("process " + message.type());
        if (!message.type().equals(MessageType.OP)) {
            return;
        }
        RawJson contents = Objects.requireNonNull(message.contents());
        String text = JsonValue.parse(contents.stringValue()).asString().orElseThrow();
        Optional<Pending> own = pending.stream()
                .filter(made -> made.clientId().equals(message.clientId())
                        && made.clientSequenceNumber() == message.clientSequenceNumber())
                .findFirst();
        if (own.isPresent() && !own.get().equals(pending.element())) {
            throw new IllegalStateException("own op " + text + " is not the first that is pending: " + pending);
        }
        own.ifPresent(made -> pending.remove());
        sequenced.add(text);
        context.dirtyChanged();
    }

    @Override
    public void processSignal(Signal signal) {
        signals.add(signal);
    }

    @Override
    public void connected(String clientId) {
        calls.add("connected");
        maySend = true;
        List<String> again = pending.stream().map(Pending::text).toList();
        pending.clear();
        send(again);
        flush();
    }

    @Override
    public void disconnected() {
        calls.add("disconnected");
        maySend = false;
    }

    @Override
    public void attachStateChanged(AttachState state) {
        calls.add(state.name());
    }

    @Override
    public SummaryTree attachSummary() {
        RuntimeException failure = failingAttach;
        failingAttach = null;
        if (failure != null) {
            throw failure;
        }
        return summary();
    }

    SummaryTree summary() {
        List<JsonValue> texts = new ArrayList<>();
        sequenced.forEach(text -> texts.add(JsonValue.of(text)));
        return SummaryTree.builder().text("list", new JsonArray(texts).toJson()).build();
    }

    void summarize(DocumentStorage storage) {
        String head = storage.versions(1).get(0).id();
        String handle = storage.uploadSummary(summary(), Optional.empty());
        JsonObject contents = JsonObject.builder()
                .put("handle", handle)
                .put("head", head)
                .put("message", "m")
                .put("parents", JsonArray.of(JsonValue.of(head)))
                .build();
        context.submit(List.of(DocumentMessage.of(
                MessageType.SUMMARIZE,
                context.nextClientSequenceNumber(),
                context.sequenceNumber(),
                RawJson.ofString(contents.toJson()))));
    }

    @Override
    public boolean hasPendingOps() {
        return !pending.isEmpty() || !batch.isEmpty();
    }

    @Override
    public boolean isDirty() {
        return hasPendingOps();
    }

    @Override
    public JsonValue pendingState() {
        List<JsonValue> stashed = new ArrayList<>();
        pending.forEach(made -> stashed.add(JsonObject.builder()
                .put("text", made.text())
                .put("clientId", made.clientId())
                .put("number", made.clientSequenceNumber())
                .build()));
        batch.forEach(text -> stashed.add(JsonObject.builder()
                .put("text", text)
                .put("clientId", "")
                .put("number", 0)
                .build()));
        return new JsonArray(stashed);
    }

    @Override
    public void closed(Optional<ContainerException> cause) {
        calls.add("closed");
        maySend = false;
    }
}
