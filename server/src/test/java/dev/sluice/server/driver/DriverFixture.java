package dev.sluice.server.driver;

import dev.sluice.driver.Backoff;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.NewDocument;
import dev.sluice.driver.TokenRequest;
import dev.sluice.driver.TokenRequest.Freshness;
import dev.sluice.driver.http.HttpDriver;
import dev.sluice.driver.http.HttpFeature;
import dev.sluice.driver.http.HttpOptions;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.bench.client.ServiceAddress;
import dev.sluice.server.bench.client.Tokens;
import dev.sluice.server.config.ServerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server in this process with one strict tenant, and drivers for it. */
final class DriverFixture implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final String KEY = "a key that nobody knows";

    private final Path data;
    private final String[] settings;
    private final List<HttpDriver> drivers = new ArrayList<>();
    final List<TokenRequest> tokenRequests = new CopyOnWriteArrayList<>();
    private SluiceServer server;

    private DriverFixture(Path data, String... settings) {
        this.data = data;
        this.settings = settings;
        this.server = start(0);
    }

    static DriverFixture start(Path data, String... settings) {
        return new DriverFixture(data, settings);
    }

    /** Stops the server and starts it again at the same address, with what it has stored. */
    void restart() {
        int port = server.url().getPort();
        stop();
        server = start(port);
    }

    void stop() {
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    URI url() {
        return server.url();
    }

    HttpDriver driver(HttpFeature... features) {
        return driver(Set.of(features), Set.of());
    }

    /** A driver whose tokens in {@code bad} are refused: the first ones it gets. */
    HttpDriver driver(Set<HttpFeature> features, Set<Freshness> bad) {
        HttpOptions.Builder options = HttpOptions.of(server.url(), request -> token(request, bad))
                .backoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)))
                .pingEvery(Duration.ofMillis(50))
                .timeout(Duration.ofSeconds(10));
        EnumSet.allOf(HttpFeature.class).forEach(feature -> {
            if (features.contains(feature)) {
                options.with(feature);
            } else {
                options.without(feature);
            }
        });
        HttpDriver driver = new HttpDriver(options.build());
        drivers.add(driver);
        return driver;
    }

    static NewDocument document() {
        SummaryTree tree = SummaryTree.builder()
                .text("content", "first")
                .put("bytes", SummaryBlob.of(new byte[] {0, (byte) 0xff, 1}))
                .put(
                        "a b/c",
                        SummaryTree.builder().text("x", "1").text("y", "2").build())
                .build();
        return NewDocument.of(tree).withQuorumValue("code", RawJson.of("\"test\""));
    }

    static DocumentService create(HttpDriver driver) {
        return driver.create(TENANT, document());
    }

    private String token(TokenRequest request, Set<Freshness> bad) {
        tokenRequests.add(request);
        String key = bad.contains(request.freshness()) ? "another key" : KEY;
        ServiceAddress address = new ServiceAddress(
                server.url().getHost(), server.url().getPort(), request.tenant().value(), key);
        return Tokens.sign(address, request.document().map(Object::toString).orElse(""), "ada");
    }

    private SluiceServer start(int port) {
        Map<String, String> all = new HashMap<>(Map.of(
                "port", String.valueOf(port),
                "data", data.toString(),
                "durability", "lose-newest-on-power-cut",
                "preallocate-bytes", "0",
                "event-loop-threads", "2",
                "worker-threads", "4",
                "tenant.acme.key1-env", "KEY1"));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return SluiceServer.start(ServerConfig.of(all, Map.of("KEY1", KEY)), InstantSource.system());
    }

    @Override
    public void close() {
        drivers.forEach(HttpDriver::close);
        stop();
    }
}
