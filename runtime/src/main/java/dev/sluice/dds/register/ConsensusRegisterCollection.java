package dev.sluice.dds.register;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.keyed.Wrapped;
import dev.sluice.dds.register.Register.Version;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Registers whose values all clients agree on (dds-formats §5). A write shows once it is sequenced. Of writes that did not know
 * of each other the first sequenced wins; the others are kept as versions until somebody who knows them writes.
 *
 * <pre>{@code
 * registers.write("leader", "me").thenAccept(won -> {
 *     String leader = registers.read("leader").flatMap(JsonValue::asString).orElseThrow();
 * });
 * }</pre>
 *
 * <p>Results are completed on the document's thread, to which all this is confined.
 *
 * @since 0.1
 */
public final class ConsensusRegisterCollection extends SharedObject {
    /** Makes collections of registers. */
    public static final ChannelFactory<ConsensusRegisterCollection> FACTORY = SharedObjectFactory.of(
            "consensus-register-collection",
            "0.1",
            ConsensusRegisterCollection.class,
            ConsensusRegisterCollection::new,
            ConsensusRegisterCollection::load);

    private static final String HEADER = "header";
    private static final String TYPE = "type";
    private static final String WRITE = "write";
    private static final String KEY = "key";
    private static final String SERIALIZED = "serializedValue";
    private static final String VALUE = "value";
    private static final String REFERENCE = "refSeq";

    private final Listeners<RegisterChange> listeners = newListeners();
    private final Map<String, Register> registers = new LinkedHashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(JsonObject op, CompletableFuture<Boolean> result) {}

    private record Write(String key, Optional<JsonValue> value, long referenceSequenceNumber) {}

    private ConsensusRegisterCollection(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static ConsensusRegisterCollection load(
            ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        ConsensusRegisterCollection loaded = new ConsensusRegisterCollection(context, attributes);
        object(read(content, HEADER))
                .members()
                .forEach((key, register) ->
                        loaded.registers.put(key, Register.read(object(register), loaded::absolute)));
        return loaded;
    }

    /** Returns the agreed value of a register: that of the last write whose writer had seen the value before. */
    public Optional<JsonValue> read(String key) {
        Register register = registers.get(key);
        return register == null ? Optional.empty() : register.atomic().value();
    }

    /** Returns the value of a register that was sequenced last, agreed upon or not. */
    public Optional<JsonValue> readLatest(String key) {
        List<Optional<JsonValue>> versions = readVersions(key);
        return versions.isEmpty() ? Optional.empty() : versions.get(versions.size() - 1);
    }

    /** Returns what was written to a register by writers that did not know of each other, in order; the last is the latest. */
    public List<Optional<JsonValue>> readVersions(String key) {
        Register register = registers.get(key);
        return register == null
                ? List.of()
                : register.versions().stream().map(Version::value).toList();
    }

    /** Returns the names of all registers, in the order of their first write. */
    public List<String> keys() {
        return List.copyOf(registers.keySet());
    }

    /**
     * Writes to a register.
     *
     * @return whether the write won; also false if it was taken back before it was sent, or the container closed
     * @throws IllegalStateException if the container is closed or read-only
     */
    public CompletionStage<Boolean> write(String key, JsonValue value) {
        context().checkEditable();
        JsonValue absolute = absolute(value);
        if (!context().isShared()) {
            return CompletableFuture.completedStage(write(new Write(key, Optional.of(absolute), 0), 0, Origin.LOCAL));
        }
        JsonObject op = JsonObject.builder()
                .put(KEY, key)
                .put(TYPE, WRITE)
                .put(SERIALIZED, absolute.toJson())
                .put(VALUE, Wrapped.write(Optional.of(absolute)))
                .put(REFERENCE, context().sequenceNumber())
                .build();
        return submit(op, new CompletableFuture<>()).minimalCompletionStage();
    }

    /** Writes a string; see {@link #write(String, JsonValue)}. */
    public CompletionStage<Boolean> write(String key, String text) {
        return write(key, JsonValue.of(text));
    }

    /** Writes a whole number; see {@link #write(String, JsonValue)}. */
    public CompletionStage<Boolean> write(String key, long number) {
        return write(key, JsonValue.of(number));
    }

    /** Writes a boolean; see {@link #write(String, JsonValue)}. */
    public CompletionStage<Boolean> write(String key, boolean value) {
        return write(key, JsonValue.of(value));
    }

    /** Writes a handle; see {@link #write(String, JsonValue)}. */
    public CompletionStage<Boolean> write(String key, Handle handle) {
        return write(key, handle.toJson());
    }

    /** Tells of every write that was sequenced. */
    public Registration onWrite(Consumer<? super RegisterChange> listener) {
        return listeners.add(listener);
    }

    private CompletableFuture<Boolean> submit(JsonObject op, CompletableFuture<Boolean> result) {
        pending.add(new Pending(op, result));
        context().submit(op);
        return result;
    }

    private Write read(ChannelOp sequenced) {
        JsonObject op = object(sequenced.contents());
        if (!text(op, TYPE).equals(WRITE)) {
            throw unknown(op);
        }
        long made = op.number(REFERENCE).flatMap(JsonValue::asLong).orElse(sequenced.referenceSequenceNumber());
        if (made > sequenced.referenceSequenceNumber()) {
            throw new ChannelException("found a write made after op " + made + ", expected none after "
                    + sequenced.referenceSequenceNumber() + ", which its sender had seen");
        }
        return new Write(text(op, KEY), value(op), made);
    }

    private Optional<JsonValue> value(JsonObject op) {
        JsonValue wrapped = op.get(VALUE);
        return wrapped == null
                ? op.string(SERIALIZED).map(JsonValue::parse).map(this::absolute)
                : Wrapped.read(wrapped, this::absolute);
    }

    private boolean write(Write write, long sequenceNumber, Origin origin) {
        Optional<JsonValue> before = read(write.key);
        Version version = new Version(sequenceNumber, write.value);
        @Nullable Register known = registers.get(write.key);
        Register register = known == null ? new Register(version) : known;
        registers.put(write.key, register);
        boolean isWinner = register.write(version, write.referenceSequenceNumber) || known == null;
        tell(listeners, new RegisterChange(write.key, before, write.value, isWinner, origin));
        return isWinner;
    }

    @Override
    protected void process(ChannelOp op) {
        write(read(op), op.sequenceNumber(), Origin.REMOTE);
    }

    @Override
    protected void processOwn(ChannelOp op) {
        Pending own = takeOldest(pending);
        boolean isWinner = write(read(op), op.sequenceNumber(), Origin.LOCAL);
        context().publish(() -> own.result.complete(isWinner));
    }

    @Override
    public void resubmit() {
        Pending own = takeOldest(pending);
        submit(own.op, own.result);
    }

    @Override
    public void rollback() {
        Pending own = takeNewest(pending);
        context().publish(() -> own.result.complete(false));
    }

    @Override
    public void closed() {
        pending.forEach(own -> own.result.complete(false));
        pending.clear();
    }

    @Override
    protected void remake(JsonObject contents) {
        submit(contents, new CompletableFuture<>());
    }

    @Override
    public SummaryTree summarize() {
        JsonObject.Builder header = JsonObject.builder();
        registers.forEach((key, register) -> header.put(key, register.write()));
        return SummaryTree.builder().text(HEADER, header.build().toJson()).build();
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        for (Register register : registers.values()) {
            register.atomic().value().ifPresent(value -> handlesOf(value, urls));
            register.versions().forEach(version -> version.value().ifPresent(value -> handlesOf(value, urls)));
        }
        pending.forEach(own -> value(own.op).ifPresent(value -> handlesOf(value, urls)));
    }
}
