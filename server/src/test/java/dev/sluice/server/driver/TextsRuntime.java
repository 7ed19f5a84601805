package dev.sluice.server.driver;

import dev.sluice.driver.Signal;
import dev.sluice.driver.Snapshot;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.HostedRuntime;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.loader.RuntimeFactory;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

/** The least that can be hosted: texts in the order in which they were sequenced. */
final class TextsRuntime implements HostedRuntime {
    static final RuntimeFactory FACTORY = new RuntimeFactory() {
        @Override
        public HostedRuntime create(RuntimeContext context) {
            return new TextsRuntime(context);
        }

        @Override
        public HostedRuntime load(RuntimeContext context, Snapshot snapshot, Optional<JsonValue> pending) {
            TextsRuntime runtime = new TextsRuntime(context);
            pending.flatMap(JsonValue::asArray)
                    .ifPresent(texts -> texts.elements()
                            .forEach(text -> runtime.pending.add(text.asString().orElseThrow())));
            return runtime;
        }
    };

    private final RuntimeContext context;
    private final List<String> sequenced = new ArrayList<>();
    private final Queue<String> pending = new ArrayDeque<>();
    private boolean maySend;

    private TextsRuntime(RuntimeContext context) {
        this.context = context;
    }

    List<String> sequenced() {
        return List.copyOf(sequenced);
    }

    void add(String text) {
        pending.add(text);
        context.dirtyChanged();
        if (maySend) {
            send(text);
        }
    }

    private void send(String text) {
        context.submit(List.of(DocumentMessage.of(
                MessageType.OP,
                context.nextClientSequenceNumber(),
                context.sequenceNumber(),
                RawJson.ofString(JsonValue.of(text).toJson()))));
    }

    @Override
    public void flush() {}

    @Override
    public void process(SequencedMessage message) {
        if (message.type().equals(MessageType.OP)) {
            String json = Objects.requireNonNull(message.contents()).stringValue();
            String text = JsonValue.parse(json).asString().orElseThrow();
            // Each text is made once in these tests, so it tells whose it is.
            if (text.equals(pending.peek())) {
                pending.remove();
            }
            sequenced.add(text);
            context.dirtyChanged();
        }
    }

    @Override
    public void processSignal(Signal signal) {}

    @Override
    public void connected(String clientId) {
        maySend = true;
        List.copyOf(pending).forEach(this::send);
    }

    @Override
    public void disconnected() {
        maySend = false;
    }

    @Override
    public void attachStateChanged(AttachState state) {}

    @Override
    public SummaryTree attachSummary() {
        return SummaryTree.builder().text("texts", "[]").build();
    }

    @Override
    public boolean hasPendingOps() {
        return !pending.isEmpty();
    }

    @Override
    public boolean isDirty() {
        return hasPendingOps();
    }

    @Override
    public JsonValue pendingState() {
        List<JsonValue> texts = new ArrayList<>();
        pending.forEach(text -> texts.add(JsonValue.of(text)));
        return new JsonArray(texts);
    }

    @Override
    public void closed(Optional<ContainerException> cause) {}
}
