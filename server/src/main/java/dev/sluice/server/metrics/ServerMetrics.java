package dev.sluice.server.metrics;

import dev.sluice.agent.AttemptListener;
import dev.sluice.server.config.Limit;
import dev.sluice.server.pool.PoolListener;
import dev.sluice.server.storage.StoreStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The measurements of one server.
 *
 * <p>Counters are adders that the registry reads when it is scraped; counting costs one addition. Safe for use by many
 * threads.
 */
public final class ServerMetrics implements AutoCloseable {
    /** The content type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final int CODE_OK = 200;
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollector = new JvmGcMetrics();
    private final LongAdder opsSequenced = counter(Meters.OPS_SEQUENCED, Tags.empty());
    private final LongAdder signals = counter(Meters.SIGNALS, Tags.empty());
    private final LongAdder receiversDropped = counter(Meters.RECEIVERS_DROPPED, Tags.empty());
    private final LongAdder summariesAcked = counter(Meters.SUMMARIES, Tags.of("outcome", "ack"));
    private final LongAdder summariesNacked = counter(Meters.SUMMARIES, Tags.of("outcome", "nack"));
    private final LongAdder receivedOverSocket = counter(Meters.RECEIVED, Tags.of("surface", "socket"));
    private final LongAdder receivedOverRest = counter(Meters.RECEIVED, Tags.of("surface", "rest"));
    private final LongAdder sentOverSocket = counter(Meters.SENT, Tags.of("surface", "socket"));
    private final LongAdder sentOverRest = counter(Meters.SENT, Tags.of("surface", "rest"));
    private final LongAdder connections = gauge(Meters.CONNECTIONS);
    private final LongAdder clients = gauge(Meters.CLIENTS);
    private final CodeCounter nacks = new CodeCounter(Meters.NACKS, "code", 400, 403, 413, 429);
    private final CodeCounter connects =
            new CodeCounter(Meters.CONNECTS, "code", CODE_OK, 400, 401, 403, 404, 429, 500, 503);
    private final CodeCounter tokensRefused = new CodeCounter(Meters.TOKENS_REFUSED, "status", 401, 403);
    private final Map<Limit, LongAdder> refusals = new EnumMap<>(Limit.class);
    private final Timer opLatency = timer(Meters.OP_LATENCY, Tags.empty());
    private final Timer writeLatency = timer(Meters.WRITE_LATENCY, Tags.empty());
    private final Map<PoolListener.Result, LongAdder> poolResults = new EnumMap<>(PoolListener.Result.class);
    private final AttemptListener collections = new CollectionMetrics(this::counter, this::timer);

    /** Creates the meters, but for those of the process. */
    public ServerMetrics() {
        for (Limit limit : Limit.values()) {
            refusals.put(limit, counter(Meters.REFUSALS, Tags.of("limit", limit.settingKey())));
        }
        for (PoolListener.Result result : PoolListener.Result.values()) {
            poolResults.put(result, counter(Meters.POOL_DOCUMENTS, Tags.of("result", result.label())));
        }
    }

    /** Adds the meters of the process and its JVM; takes a moment, which a server that starts does not have. */
    public void bindProcess() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        garbageCollector.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Counts ops that were given sequence numbers. */
    public void opsSequenced(int count) {
        opsSequenced.add(count);
    }

    /** Records how long the first op of a batch took from its sequence number to the disk. */
    public void opLatency(long nanos) {
        opLatency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a nack of an op or signal. */
    public void nacked(int code) {
        nacks.count(code);
    }

    /** Counts signals received. */
    public void signals(int count) {
        signals.add(count);
    }

    /** Counts a summary that was acked. */
    public void summaryAcked() {
        summariesAcked.increment();
    }

    /** Counts a summary that was nacked. */
    public void summaryNacked() {
        summariesNacked.increment();
    }

    /** Counts a socket that opened. */
    public void connectionOpened() {
        connections.increment();
    }

    /** Counts a socket that closed. */
    public void connectionClosed() {
        connections.decrement();
    }

    /** Counts a client that connected to a document. */
    public void clientConnected() {
        connects.count(CODE_OK);
        clients.increment();
    }

    /** Counts a client that left a document. */
    public void clientDisconnected() {
        clients.decrement();
    }

    /** Counts a client that was not let in. */
    public void connectRefused(int code) {
        connects.count(code);
    }

    /** Counts a socket that was closed because it received too slowly. */
    public void receiverDropped() {
        receiversDropped.increment();
        refused(Limit.OUTBOUND_QUEUE);
    }

    /** Counts bytes that came over a socket. */
    public void receivedOverSocket(long bytes) {
        receivedOverSocket.add(bytes);
    }

    /** Counts bytes that were sent over a socket. */
    public void sentOverSocket(long bytes) {
        sentOverSocket.add(bytes);
    }

    /** Counts bytes of a request's body. */
    public void receivedOverRest(long bytes) {
        receivedOverRest.add(bytes);
    }

    /** Counts bytes of an answer's body. */
    public void sentOverRest(long bytes) {
        sentOverRest.add(bytes);
    }

    /** Counts an input that was refused because of a limit. */
    public void refused(Limit limit) {
        LongAdder adder = refusals.get(limit);
        if (adder != null) {
            adder.increment();
        }
    }

    /** Counts a token that was refused. */
    public void tokenRefused(int status) {
        tokensRefused.count(status);
    }

    /** Records how long a transaction took from submission to durability. */
    public void writeLatency(long nanos) {
        writeLatency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a document that the summarizer pool has attended to. */
    public void poolEnded(PoolListener.Result result) {
        LongAdder adder = poolResults.get(result);
        if (adder != null) {
            adder.increment();
        }
    }

    /** Has the state of the summarizer pool read at every scrape. */
    public void bindPool(IntSupplier waiting, IntSupplier attended, IntSupplier ageing, IntSupplier leftAlone) {
        bindGauge(Meters.POOL_WAITING, waiting);
        bindGauge(Meters.POOL_ATTENDED, attended);
        bindGauge(Meters.POOL_AGEING, ageing);
        bindGauge(Meters.POOL_LEFT_ALONE, leftAlone);
    }

    /** Returns who counts the collections and summaries that the server carries out itself. */
    public AttemptListener collections() {
        return collections;
    }

    /**
     * Returns the meter of a route; to be asked for once, when the route is made.
     *
     * @param route the route's pattern, such as {@code GET /deltas/{tenant}/{id}}
     */
    public RouteMeter route(String route) {
        return new RouteMeter(
                status -> timer(Meters.REST, Tags.of("route", route, "status", Integer.toString(status))));
    }

    /** Has what waits to be sent to sockets read from {@code bytes} at every scrape. */
    public void bindOutboundQueue(LongSupplier bytes) {
        Gauge.builder(Meters.OUTBOUND_QUEUED.id(), () -> bytes.getAsLong())
                .description(Meters.OUTBOUND_QUEUED.help())
                .baseUnit(Meters.OUTBOUND_QUEUED.baseUnit())
                .register(registry);
    }

    /** Has the number of open documents read from {@code open} at every scrape. */
    public void bindDocuments(IntSupplier open) {
        bindGauge(Meters.DOCUMENTS_OPEN, open);
    }

    /** Has the store's statistics read from {@code statistics} at every scrape. */
    public void bindStore(Supplier<StoreStatistics> statistics) {
        bindCounter(Meters.STORE_COMMITS, statistics, StoreStatistics::commits);
        bindCounter(Meters.STORE_TRANSACTIONS, statistics, StoreStatistics::transactions);
        bindGauge(Meters.STORE_PENDING, statistics, StoreStatistics::pendingTransactions);
        bindGauge(Meters.STORE_DOCUMENTS, statistics, StoreStatistics::documents);
        bindGauge(Meters.STORE_OBJECTS, statistics, StoreStatistics::objects);
        bindGauge(Meters.STORE_USED, statistics, StoreStatistics::usedBytes);
        bindGauge(Meters.STORE_RESERVED, statistics, StoreStatistics::reservedBytes);
    }

    /** Returns all meters in Prometheus's text format; may take milliseconds, since the store is asked too. */
    public String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }

    @Override
    public void close() {
        garbageCollector.close();
        registry.close();
    }

    private void bindCounter(
            Meters meter, Supplier<StoreStatistics> statistics, ToDoubleFunction<StoreStatistics> value) {
        FunctionCounter.builder(meter.id(), statistics, source -> value.applyAsDouble(source.get()))
                .description(meter.help())
                .register(registry);
    }

    private void bindGauge(
            Meters meter, Supplier<StoreStatistics> statistics, ToDoubleFunction<StoreStatistics> value) {
        Gauge.builder(meter.id(), () -> value.applyAsDouble(statistics.get()))
                .description(meter.help())
                .baseUnit(meter.baseUnit())
                .register(registry);
    }

    private void bindGauge(Meters meter, IntSupplier value) {
        Gauge.builder(meter.id(), () -> value.getAsInt())
                .description(meter.help())
                .register(registry);
    }

    private LongAdder counter(Meters meter, Tags tags) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(meter.id(), adder, LongAdder::sum)
                .description(meter.help())
                .baseUnit(meter.baseUnit())
                .tags(tags)
                .register(registry);
        return adder;
    }

    private LongAdder gauge(Meters meter) {
        LongAdder adder = new LongAdder();
        Gauge.builder(meter.id(), adder::sum)
                .description(meter.help())
                .baseUnit(meter.baseUnit())
                .register(registry);
        return adder;
    }

    private Timer timer(Meters meter, Tags tags) {
        return Timer.builder(meter.id())
                .description(meter.help())
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** One counter for each code of the protocol; other codes count together. */
    private final class CodeCounter {
        private final int[] codes;
        private final LongAdder[] byCode;
        private final LongAdder other;

        CodeCounter(Meters meter, String label, int... codes) {
            this.codes = codes;
            this.byCode = new LongAdder[codes.length];
            for (int i = 0; i < codes.length; i++) {
                byCode[i] = counter(meter, Tags.of(label, Integer.toString(codes[i])));
            }
            this.other = counter(meter, Tags.of(label, "other"));
        }

        void count(int code) {
            adder(code).increment();
        }

        private LongAdder adder(int code) {
            for (int i = 0; i < codes.length; i++) {
                if (codes[i] == code) {
                    return byCode[i];
                }
            }
            return other;
        }
    }
}
