package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DeltaRoutesTest {
    private static final String JOIN = "{\"clientId\":null,\"clientSequenceNumber\":-1,\"contents\":null,"
            + "\"minimumSequenceNumber\":0,\"referenceSequenceNumber\":-1,\"sequenceNumber\":1,"
            + "\"timestamp\":1795244122726,\"traces\":[],\"type\":\"join\",\"data\":\"{}\"}";

    private final RestHarness rest = new RestHarness();
    private final String id = rest.create();

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void svc013_range_isExclusiveOnBothSidesAndInOrder() {
        appendFrom(1, 30);
        assertThat(numbers("?from=0&to=4")).containsExactly(1, 2, 3);
        assertThat(numbers("?from=10&to=13&fetchReason=x&retry=1")).containsExactly(11, 12);
        assertThat(numbers("?from=28")).containsExactly(29, 30);
        assertThat(numbers("?to=3")).containsExactly(1, 2);
        assertThat(numbers("?from=x&to=y")).hasSize(30);
        assertThat(numbers("")).hasSize(30);
    }

    @Test
    void svc014_rangeWithoutOps_isAnEmptyArray() {
        appendFrom(1, 3);
        for (String range : List.of("?from=3&to=10", "?from=2&to=3", "?from=9&to=2", "?from=-5&to=0")) {
            assertThat(numbers(range)).as(range).isEmpty();
        }
        assertThat(rest.get("/deltas/acme/nope?from=0&to=10", orderer(rest.token("nope")))
                        .expect(200)
                        .text())
                .isEqualTo("[]");
    }

    @Test
    void svc015_ops_areTheBytesThatWereStored() {
        rest.append(id, 1, JOIN);
        assertThat(rest.get("/deltas/acme/" + id + "?from=0&to=2", orderer(rest.token(id)))
                        .text())
                .isEqualTo("[" + JOIN + "]");
    }

    @Test
    void svc016_ops_haveEmptyTraces() {
        rest.append(id, 1, JOIN);
        JsonNode op = rest.get("/deltas/v1/acme/" + id + "?from=0&to=2", orderer(rest.token(id)))
                .json()
                .get(0);
        assertThat(op.get("traces")).isEmpty();
        assertThat(op.get("clientId").isNull()).isTrue();
    }

    @Test
    void range_overTheLimit_isCutToItsBeginning() {
        appendFrom(1, 2500);
        assertThat(numbers("?from=0")).hasSize(2000).startsWith(1).endsWith(2000);
        assertThat(numbers("?from=0&to=100000")).hasSize(2000);
        assertThat(numbers("?from=2000&to=100000")).hasSize(500);
    }

    /** Clients that do not know how long the log is take an answer of fewer ops than they asked for as its end. */
    @Test
    void svc013_rangeOfLargeOps_isWhole() {
        int count = 40;
        for (int i = 1; i <= count; i++) {
            rest.append(id, i, large(i));
        }
        assertThat(numbers("?from=0&to=2001"))
                .isEqualTo(IntStream.rangeClosed(1, count).boxed().toList());
        assertThat(numbers("?from=3&to=38"))
                .isEqualTo(IntStream.rangeClosed(4, 37).boxed().toList());
        assertThat(rest.get("/deltas/acme/" + id + "?from=0&to=2001", orderer(rest.token(id)))
                        .text())
                .isEqualTo(IntStream.rangeClosed(1, count)
                        .mapToObj(DeltaRoutesTest::large)
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static String large(int sequenceNumber) {
        return "{\"sequenceNumber\":" + sequenceNumber + ",\"contents\":\"" + "x".repeat(900_000) + "\"}";
    }

    @Test
    void answer_isCompressedForThoseWhoAskAndMuchIsToBeSaid() throws java.io.IOException {
        appendFrom(1, 1000);
        HttpRequest gzip = rest.request("/deltas/acme/" + id + "?from=0&to=2001")
                .header("Authorization", orderer(rest.token(id)))
                .header("Accept-Encoding", "gzip, deflate")
                .build();
        Answer compressed = rest.send(gzip).expect(200);
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        Answer plain = rest.get("/deltas/acme/" + id + "?from=0&to=2001", orderer(rest.token(id)));
        assertThat(plain.header("Content-Encoding")).isEmpty();
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(compressed.bytes()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.bytes());
        }
    }

    private void appendFrom(int first, int last) {
        String[] ops = IntStream.rangeClosed(first, last)
                .mapToObj(n -> "{\"sequenceNumber\":" + n + "}")
                .toArray(String[]::new);
        rest.append(id, first, ops);
    }

    private List<Integer> numbers(String range) {
        List<Integer> numbers = new java.util.ArrayList<>();
        rest.get("/deltas/acme/" + id + range, orderer(rest.token(id)))
                .expect(200)
                .json()
                .forEach(op -> numbers.add(op.get("sequenceNumber").asInt()));
        return numbers;
    }
}
