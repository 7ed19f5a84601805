package dev.sluice.server.metrics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of our own, by the name under which it is scraped; names are part of the stable interface.
 *
 * <p>The name given to Micrometer is {@link #id}; the scraped one, {@link #scraped}, follows from it by Micrometer's rules.
 */
enum Meters {
    OPS_SEQUENCED(
            "sluice.ops.sequenced", Type.COUNTER, "", "Ops that were given a sequence number, system ops included."),
    OP_LATENCY(
            "sluice.op.latency",
            Type.TIMER,
            "",
            "Time from the sequence number of a batch's first op to having the batch on disk, ready to be broadcast."),
    NACKS("sluice.nacks", Type.COUNTER, "code", "Nacks sent, by their code."),
    SIGNALS("sluice.signals", Type.COUNTER, "", "Signals received from clients."),
    SUMMARIES("sluice.summaries", Type.COUNTER, "outcome", "Summaries proposed by clients: `ack` or `nack`."),
    CONNECTIONS("sluice.connections", Type.GAUGE, "", "Sockets that are open."),
    CONNECTS("sluice.connects", Type.COUNTER, "code", "Attempts to connect to a document, by code; 200 is success."),
    CLIENTS("sluice.clients", Type.GAUGE, "", "Clients connected to documents."),
    OUTBOUND_QUEUED(
            "sluice.outbound.queued",
            Type.GAUGE_BYTES,
            "",
            "Bytes waiting to be sent to sockets, counted as `outbound-queue-max-bytes` counts them."),
    RECEIVERS_DROPPED("sluice.receivers.dropped", Type.COUNTER, "", "Sockets closed because they received too slowly."),
    DOCUMENTS_OPEN("sluice.documents.open", Type.GAUGE, "", "Documents in memory."),
    RECEIVED(
            "sluice.received",
            Type.COUNTER_BYTES,
            "surface",
            "Bytes received: over `socket`, or in bodies over `rest`."),
    SENT("sluice.sent", Type.COUNTER_BYTES, "surface", "Bytes sent: over `socket`, or in bodies over `rest`."),
    REST(
            "sluice.rest.requests",
            Type.TIMER,
            "route,status",
            "REST requests: how many and how long, by route and status; `unmatched` is what has no route."),
    REFUSALS("sluice.refusals", Type.COUNTER, "limit", "Inputs refused, by the setting whose limit they exceeded."),
    TOKENS_REFUSED("sluice.tokens.refused", Type.COUNTER, "status", "Tokens refused: 401 or 403."),
    WRITE_LATENCY(
            "sluice.store.write.latency", Type.TIMER, "", "Time from submitting a transaction to its durability."),
    STORE_COMMITS("sluice.store.commits", Type.COUNTER, "", "Group commits since the store was opened."),
    STORE_TRANSACTIONS("sluice.store.transactions", Type.COUNTER, "", "Transactions in those commits."),
    STORE_PENDING("sluice.store.pending", Type.GAUGE, "", "Transactions that wait for their commit."),
    STORE_DOCUMENTS("sluice.store.documents", Type.GAUGE, "", "Documents in the store, deleted ones included."),
    STORE_OBJECTS("sluice.store.objects", Type.GAUGE, "", "Git objects in the store."),
    STORE_USED("sluice.store.used", Type.GAUGE_BYTES, "", "Bytes the store uses."),
    STORE_RESERVED("sluice.store.reserved", Type.GAUGE_BYTES, "", "Bytes the store has taken from the disk."),
    GC_ATTEMPTS(
            "sluice.gc.attempts",
            Type.COUNTER,
            "outcome",
            "Summaries that this server tried to write itself: `acknowledged`, `refused`, `lost` on the way, or `failed`"
                    + " before there was one."),
    GC_RUNS("sluice.gc.runs", Type.COUNTER, "marking", "Collections in them: `full` or `incremental`."),
    GC_PHASES(
            "sluice.gc.phase",
            Type.TIMER,
            "phase",
            "How long each phase took: `graph`, `mark`, `plan`, `write`, `upload`, `answer`."),
    GC_NODES(
            "sluice.gc.nodes",
            Type.COUNTER,
            "state",
            "Nodes of all collections, by the state in which they were found."),
    GC_EDGES("sluice.gc.edges", Type.COUNTER, "", "References of all collections."),
    GC_SWEPT("sluice.gc.swept", Type.COUNTER, "", "Data stores and blobs that an op was sent to delete."),
    GC_REVIVED("sluice.gc.revived", Type.COUNTER, "", "Nodes found referenced again."),
    GC_PREVENTED(
            "sluice.gc.prevented",
            Type.COUNTER,
            "",
            "Data stores and blobs not swept because a mark from scratch disagreed; should stay 0."),
    GC_DATA("sluice.gc.data", Type.COUNTER_BYTES, "", "Bytes of what those summaries say of collection, in full."),
    GC_SUMMARIES("sluice.gc.summaries", Type.COUNTER_BYTES, "", "Bytes of those summaries that were to be uploaded."),
    POOL_DOCUMENTS(
            "sluice.pool.documents",
            Type.COUNTER,
            "result",
            "Documents the summarizer pool attended to: `summarized`, `stepped-back` for a client, `left-alone` since they"
                    + " cannot be summarized here, or `failed`."),
    POOL_WAITING("sluice.pool.waiting", Type.GAUGE, "", "Documents with new ops that wait to be looked at."),
    POOL_ATTENDED("sluice.pool.attended", Type.GAUGE, "", "Documents that are looked at or summarized now."),
    POOL_AGEING(
            "sluice.pool.ageing",
            Type.GAUGE,
            "",
            "Documents without clients that are summarized again when garbage in them is old enough."),
    POOL_LEFT_ALONE(
            "sluice.pool.left.alone", Type.GAUGE, "", "Documents that are known to be none the server can summarize.");

    private final String id;
    private final Type type;
    private final String labels;
    private final String help;

    Meters(String id, Type type, String labels, String help) {
        this.id = id;
        this.type = type;
        this.labels = labels;
        this.help = help;
    }

    /** What kind of number a meter shows, and the ending that gives its name. */
    enum Type {
        COUNTER("counter", "_total"),
        COUNTER_BYTES("counter", "_bytes_total"),
        GAUGE("gauge", ""),
        GAUGE_BYTES("gauge", "_bytes"),
        TIMER("histogram", "_seconds");

        private final String word;
        private final String ending;

        Type(String word, String ending) {
            this.word = word;
            this.ending = ending;
        }
    }

    String id() {
        return id;
    }

    /** Returns the unit Micrometer appends to the name, or nothing. */
    @Nullable
    String baseUnit() {
        return type == Type.COUNTER_BYTES || type == Type.GAUGE_BYTES ? "bytes" : null;
    }

    String help() {
        return help.replace("`", "");
    }

    String scraped() {
        return id.replace('.', '_') + type.ending;
    }

    List<String> labels() {
        return Arrays.stream(labels.split(",", -1))
                .filter(label -> !label.isEmpty())
                .toList();
    }

    /** Returns the table that stands in the operator's guide. */
    static String markdown() {
        StringBuilder table = new StringBuilder("| name | type | labels | meaning |\n|---|---|---|---|\n");
        for (Meters meter : values()) {
            String shownLabels = String.join(
                    ", ",
                    meter.labels().stream().map(label -> "`" + label + "`").toList());
            table.append(
                    "| `%s` | %s | %s | %s |\n".formatted(meter.scraped(), meter.type.word, shownLabels, meter.help));
        }
        return table.toString();
    }
}
