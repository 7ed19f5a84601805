package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.GIB;
import static dev.sluice.server.config.Bounds.TIB;

import dev.sluice.server.config.Setting.Section;
import java.util.List;
import java.util.Optional;

/** How large and how deep requests over REST, summaries and their answers may be. */
final class RequestSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.REST);

    static final Setting<Long> JSON_BODY_MAX_BYTES = GROUP.define(
            "json-body-max-bytes",
            Kind.bytes(1_024, 2 * GIB - 1),
            "50MiB",
            "Largest JSON body of a request, but for blob uploads; a larger one gets 413. It is held in memory, so a 24th of"
                    + " the heap is the most in any case; and 1 MiB where it holds no tree.");
    static final Setting<Long> ENVELOPE_MAX_BYTES = GROUP.define(
            "envelope-max-bytes",
            Kind.bytes(1_024, TIB),
            "1GiB",
            "Largest form-encoded envelope around a request, but for blob uploads; a larger one gets 413.");
    static final Setting<Long> BLOB_MAX_BYTES = GROUP.define(
            "blob-max-bytes",
            Kind.bytes(1_024, TIB),
            "4GiB",
            "Largest blob, in bytes as stored; a larger one gets 413. Uploads are spooled, never held in memory.");
    static final Setting<Long> SUMMARY_MAX_BYTES = GROUP.define(
            "summary-max-bytes",
            Kind.bytes(1_024, TIB),
            "1GiB",
            "Largest body of a summary upload or of a new document, and largest total size of its blobs; a larger one gets"
                    + " 413. It is held in memory, so a 24th of the heap is the most in any case: 170 MiB of 4 GiB.");
    static final Setting<Integer> TREE_MAX_DEPTH = GROUP.define(
            "tree-max-depth",
            Kind.count(4, 1_000),
            "100",
            "Deepest summary tree; a deeper one gets 400, or is nacked if it was uploaded tree by tree.");
    static final Setting<Integer> TREE_MAX_ENTRIES = GROUP.define(
            "tree-max-entries",
            Kind.count(16, 100_000_000),
            "1000000",
            "Entries of one tree, and of one whole summary; more get 400, or a nack if they were uploaded tree by tree.");
    static final Setting<Integer> JSON_MAX_DEPTH = GROUP.define(
            "json-max-depth",
            Kind.count(16, 10_000),
            "500",
            "Deepest nesting of JSON that is parsed; deeper gets 400, or closes the socket. Sockets take 200 at most.");
    static final Setting<Integer> DELTAS_MAX_OPS = GROUP.define(
            "deltas-max-ops",
            Kind.count(2_000, 100_000),
            "2000",
            "Ops in one answer of the delta storage. Clients ask for 2000 at a time, and take fewer for the end of the log.");
    static final Setting<Optional<Long>> REPLIES_MAX_BYTES = GROUP.define(
            "replies-max-bytes",
            Kind.bytes(64 * 1_024, TIB).optional(),
            "",
            "What answers of over 64 KiB may hold in memory together while clients read them; a request for a further one gets"
                    + " 429. An eighth of the heap unless set. Who reads nothing for a minute loses the connection.");

    private RequestSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
