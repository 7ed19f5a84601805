package dev.sluice.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever one client sends, the server lives, another client is served, and nothing is logged as an error. */
class SocketFuzzProps {
    private static @Nullable TestService started;
    private static @Nullable RawWebSocket bystander;

    @BeforeContainer
    static void start() {
        started = TestService.start();
        bystander = RawWebSocket.connect(started);
    }

    @AfterContainer
    static void stop() {
        service().close();
    }

    private static TestService service() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static void bystanderIsServed() {
        if (bystander == null) {
            throw new IllegalStateException("not started");
        }
        bystander.send("42[\"echo\",1]");
        assertThat(bystander.next()).isEqualTo("42[\"echo\",1]");
    }

    @Property(tries = 300)
    void anyBytesAfterTheHandshake_harmNobody(@ForAll @Size(max = 300) byte[] bytes) {
        try (RawTcp client = RawTcp.open(service())) {
            client.write(bytes);
        }
        bystanderIsServed();
    }

    @Property(tries = 300)
    void anyTextFrame_harmsNobody(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean connected) {
        try (RawTcp client = RawTcp.open(service())) {
            if (connected) {
                client.text("40");
            }
            client.frame(0x81, bytes);
        }
        bystanderIsServed();
    }

    @Property(tries = 500)
    void anythingLikePackets_harmsNobody(@ForAll("packets") List<String> packets) {
        try (RawTcp client = RawTcp.open(service())) {
            client.text("40");
            packets.forEach(client::text);
        }
        bystanderIsServed();
    }

    @Property(tries = 200)
    void anyFrames_harmNobody(
            @ForAll @Size(max = 6) List<@IntRange(max = 255) Integer> firstBytes,
            @ForAll @Size(max = 130) byte[] bytes) {
        try (RawTcp client = RawTcp.open(service())) {
            client.text("40");
            firstBytes.forEach(first -> client.frame(first, bytes));
        }
        bystanderIsServed();
    }

    @Property(tries = 200)
    void anyPollingBody_harmsNobody(@ForAll("packets") List<String> packets, @ForAll boolean connected) {
        RawPolling client = RawPolling.open(service());
        if (connected) {
            client.post("40");
        }
        assertThat(client.post(String.join("\u001e", packets)).statusCode()).isIn(200, 400);
        client.post("1");
        bystanderIsServed();
    }

    @Property(tries = 200)
    void anyQuery_isRefusedOrOpensASession(@ForAll("queries") String query) {
        assertThat(RawPolling.request(service(), "GET", "transport=polling&EIO=" + query, "")
                        .statusCode())
                .isIn(200, 400);
    }

    @Provide
    Arbitrary<List<String>> packets() {
        Arbitrary<String> heads = Arbitraries.of(
                "",
                "0",
                "1",
                "2",
                "2probe",
                "3",
                "5",
                "6",
                "4",
                "40",
                "41",
                "42",
                "43",
                "44",
                "45",
                "46",
                "421",
                "40/",
                "42/,",
                "42/x,",
                "4212345678901234567890",
                "42[\"echo\",",
                "43[");
        Arbitrary<String> tails = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings()
                        .withChars("[]{}\",:\\u0123eE+-.truefalsn \t\u0000é\ud83d\ude00")
                        .ofMaxLength(60),
                Arbitraries.integers().between(0, 5000).map("["::repeat));
        return heads.flatMap(head -> tails.map(tail -> head + tail)).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.strings()
                .withChars("4&=;+sidtranporEIO%25")
                .ofMaxLength(30)
                .map(text -> text.replace("%", "%25"));
    }
}
