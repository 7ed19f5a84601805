package dev.sluice.server.config;

import static dev.sluice.server.config.Bounds.GIB;
import static dev.sluice.server.config.Bounds.MANY;

import dev.sluice.server.config.Setting.Section;
import java.util.List;

/** How much, and how often, one client, document, address or tenant may ask for something. */
final class RateSettings {
    private static final SettingGroup GROUP = new SettingGroup(Section.RATES);

    static final Setting<Long> OP_MAX_BYTES = GROUP.define(
            "op-max-bytes",
            Kind.bytes(1_024, GIB),
            "1000000",
            "Largest contents and metadata of one op together; a larger op is nacked with 413.");
    static final Setting<Boolean> OP_SIZE_CHECK = GROUP.define(
            "op-size-check",
            Kind.onOff(),
            "off",
            "Whether ops over the advertised 16384 bytes are nacked with 413. Clients since 2.0 ignore that number.");
    static final Setting<Integer> BATCH_MAX_OPS = GROUP.define(
            "batch-max-ops", Kind.count(1, MANY), "10000", "Ops in one submission; a longer one is nacked with 413.");
    static final Setting<Integer> CLIENT_OPS_PER_SECOND = GROUP.define(
            "client-ops-per-second",
            Kind.count(0, MANY),
            "5000",
            "Ops a client may send per second in the long run; more are nacked with 429. 0 means no limit.");
    static final Setting<Integer> CLIENT_OPS_BURST = GROUP.define(
            "client-ops-burst", Kind.count(1, MANY), "20000", "Ops a client may send at once after a pause.");
    static final Setting<Integer> CLIENT_SIGNALS_PER_SECOND = GROUP.define(
            "client-signals-per-second",
            Kind.count(0, MANY),
            "500",
            "Signals a client may send per second in the long run; more are nacked with 429. 0 means no limit.");
    static final Setting<Integer> CLIENT_SIGNALS_BURST = GROUP.define(
            "client-signals-burst", Kind.count(1, MANY), "2000", "Signals a client may send at once after a pause.");
    static final Setting<Integer> DOCUMENT_CONNECTS_PER_SECOND = GROUP.define(
            "document-connects-per-second",
            Kind.count(0, MANY),
            "200",
            "Clients that may connect to one document per second in the long run; more get 429. 0 means no limit.");
    static final Setting<Integer> DOCUMENT_CONNECTS_BURST = GROUP.define(
            "document-connects-burst",
            Kind.count(1, MANY),
            "2000",
            "Clients that may connect to one document at once after a pause.");
    static final Setting<Integer> ADDRESS_CONNECTS_PER_SECOND = GROUP.define(
            "address-connects-per-second",
            Kind.count(0, MANY),
            "0",
            "Connects from one address per second in the long run; more get 429. 0 means no limit, which is right behind"
                    + " a proxy.");
    static final Setting<Integer> ADDRESS_CONNECTS_BURST = GROUP.define(
            "address-connects-burst", Kind.count(1, MANY), "1000", "Connects from one address at once after a pause.");
    static final Setting<Integer> TENANT_REQUESTS_PER_SECOND = GROUP.define(
            "tenant-requests-per-second",
            Kind.count(0, MANY),
            "0",
            "REST requests for one tenant per second in the long run; more get 429. 0 means no limit.");
    static final Setting<Integer> TENANT_REQUESTS_BURST = GROUP.define(
            "tenant-requests-burst",
            Kind.count(1, MANY),
            "10000",
            "REST requests for one tenant at once after a pause.");

    private RateSettings() {}

    static List<Setting<?>> all() {
        return GROUP.all();
    }
}
