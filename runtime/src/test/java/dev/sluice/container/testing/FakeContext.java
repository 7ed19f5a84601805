package dev.sluice.container.testing;

import dev.sluice.driver.DocumentStorage;
import dev.sluice.driver.OutboundSignal;
import dev.sluice.loader.AttachState;
import dev.sluice.loader.Audience;
import dev.sluice.loader.ConnectionState;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.HostedRuntime;
import dev.sluice.loader.Quorum;
import dev.sluice.loader.RuntimeContext;
import dev.sluice.loader.Timers;
import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A container whose every step is taken by the test. */
public final class FakeContext implements RuntimeContext {
    public final Deque<Runnable> tasks = new ArrayDeque<>();
    public final List<Timer> timers = new ArrayList<>();
    public final List<List<DocumentMessage>> sent = new ArrayList<>();
    public final List<OutboundSignal> signals = new ArrayList<>();
    public final Map<String, ProtocolState.Member> members = new LinkedHashMap<>();
    public final MemoryStorage storage = new MemoryStorage();
    public final List<Boolean> dirtyStates = new ArrayList<>();
    public AttachState attachState = AttachState.ATTACHED;
    public boolean readonly;
    public int maxSubmissionBytes = 1_000_000;
    public boolean summarizer;
    public Instant now = Instant.ofEpochMilli(1_000_000);
    public @Nullable ContainerException closedBy;
    public @Nullable HostedRuntime runtime;

    private final Random random;
    private @Nullable String clientId;
    private boolean connected;
    private long clientSequenceNumber;
    private long minimumSequenceNumber;

    public FakeContext(long seed) {
        random = new Random(seed);
    }

    /** A timer that was set. */
    public record Timer(java.time.Duration delay, Runnable task) {}

    /** Makes the connection ready, and tells the runtime. */
    public void connect(String id) {
        clientId = id;
        connected = true;
        clientSequenceNumber = 0;
        hosted().connected(id);
    }

    /** Makes a client a member of the quorum. */
    public void member(String id, long sequenceNumber) {
        members.put(id, new ProtocolState.Member(RawJson.of("{}"), sequenceNumber));
    }

    public void disconnect() {
        connected = false;
        hosted().disconnected();
    }

    /** Ends the turn. */
    public void turn() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Returns all messages sent so far and forgets them. */
    public List<DocumentMessage> takeSent() {
        List<DocumentMessage> messages = sent.stream().flatMap(List::stream).toList();
        sent.clear();
        return messages;
    }

    /** Gives the runtime a message as a container does. */
    public void deliver(SequencedMessage message) {
        if (message.type().equals("join")) {
            JsonObject join =
                    JsonValue.parse(String.valueOf(message.data())).asObject().orElseThrow();
            member(join.string("clientId").orElseThrow(), message.sequenceNumber());
        } else if (message.type().equals("leave")) {
            members.remove(
                    JsonValue.parse(String.valueOf(message.data())).asString().orElseThrow());
        }
        hosted().flush();
        minimumSequenceNumber = message.minimumSequenceNumber();
        hosted().process(message);
        turn();
    }

    private HostedRuntime hosted() {
        HostedRuntime hosted = runtime;
        if (hosted == null) {
            throw new IllegalStateException("the test has no runtime yet");
        }
        return hosted;
    }

    @Override
    public Executor executor() {
        return tasks::add;
    }

    @Override
    public Timers timers() {
        return (delay, task) -> {
            Timer timer = new Timer(delay, task);
            timers.add(timer);
            return () -> timers.remove(timer);
        };
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public AttachState attachState() {
        return attachState;
    }

    @Override
    public ConnectionState connectionState() {
        return connected ? ConnectionState.CONNECTED : ConnectionState.DISCONNECTED;
    }

    @Override
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    @Override
    public boolean isReadonly() {
        return readonly;
    }

    @Override
    public boolean isSummarizer() {
        return summarizer;
    }

    @Override
    public Quorum quorum() {
        return new Quorum() {
            @Override
            public Map<String, ProtocolState.Member> members() {
                return members;
            }

            @Override
            public Optional<JsonValue> value(String key) {
                return Optional.empty();
            }
        };
    }

    @Override
    public Audience audience() {
        throw new UnsupportedOperationException("nobody here has an audience");
    }

    @Override
    public Optional<SequencedMessage> lastMessage() {
        throw new UnsupportedOperationException("the runtime knows itself");
    }

    @Override
    public long sequenceNumber() {
        throw new UnsupportedOperationException("the runtime knows itself");
    }

    @Override
    public long minimumSequenceNumber() {
        return minimumSequenceNumber;
    }

    @Override
    public long nextClientSequenceNumber() {
        return clientSequenceNumber + 1;
    }

    @Override
    public int maxSubmissionBytes() {
        return maxSubmissionBytes;
    }

    @Override
    public void submit(List<DocumentMessage> messages) {
        if (!connected) {
            throw new IllegalStateException("not connected");
        }
        if (readonly) {
            throw new IllegalStateException("readonly");
        }
        for (DocumentMessage message : messages) {
            clientSequenceNumber++;
            if (message.clientSequenceNumber() != clientSequenceNumber) {
                throw new IllegalStateException(
                        "found number " + message.clientSequenceNumber() + ", expected " + clientSequenceNumber);
            }
        }
        sent.add(List.copyOf(messages));
    }

    @Override
    public void signal(OutboundSignal signal) {
        signals.add(signal);
    }

    @Override
    public <T> CompletionStage<T> storage(Function<DocumentStorage, T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                result.complete(call.apply(storage));
            } catch (RuntimeException failed) {
                result.completeExceptionally(failed);
            }
        });
        return result;
    }

    @Override
    public void dirtyChanged() {
        dirtyStates.add(hosted().isDirty());
    }

    @Override
    public void close(ContainerException cause) {
        if (closedBy == null) {
            closedBy = cause;
            hosted().closed(Optional.of(cause));
        }
    }
}
