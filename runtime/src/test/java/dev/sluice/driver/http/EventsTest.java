package dev.sluice.driver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.DriverError;
import dev.sluice.driver.ServiceConfiguration;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Arguments of other types, sizes and depths than the protocol's end in an error, each after a bounded time. */
@Timeout(20)
class EventsTest {
    private static final List<String> NO_ARRAYS_OF_OBJECTS =
            List.of("1", "\"x\"", "null", "{}", "[1]", "[null]", "[[]]", "[[[]]]", "[\"x\",{}]", "[true]");

    @Test
    void opsOfOtherTypes_areRefused() {
        for (String json : NO_ARRAYS_OF_OBJECTS) {
            assertThatThrownBy(() -> Events.ops(RawJson.of(json))).as(json).isInstanceOf(IOException.class);
        }
        for (String op : List.of(
                "{}",
                "{\"type\":1,\"sequenceNumber\":1}",
                "{\"type\":\"op\",\"sequenceNumber\":\"1\"}",
                "{\"type\":\"op\",\"sequenceNumber\":-5}",
                "{\"type\":\"op\",\"sequenceNumber\":99999999999999999999999}",
                "{\"type\":\"op\",\"sequenceNumber\":1,\"clientId\":{}}",
                "{\"type\":\"op\",\"sequenceNumber\":1,\"contents\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")) {
            assertThatThrownBy(() -> Events.ops(RawJson.of("[" + op + "]")))
                    .as(op)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nacksOfOtherTypes_areRefused() {
        for (String json : NO_ARRAYS_OF_OBJECTS) {
            assertThatThrownBy(() -> Events.nacks(RawJson.of(json))).as(json).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> Events.nacks(RawJson.of("[{\"content\":7}]"))).isInstanceOf(IOException.class);
    }

    @Test
    void rt022_waitThatANackAsksFor_isBounded() throws IOException {
        for (String seconds : List.of("1e300", "9007199254740991", "86400")) {
            List<Nack> nacks =
                    Events.nacks(RawJson.of("[{\"content\":{\"code\":429,\"retryAfter\":" + seconds + "}}]"));
            assertThat(nacks.get(0).retryAfter()).contains(Duration.ofDays(1));
        }
        assertThat(Events.nacks(RawJson.of("[{\"content\":{\"code\":429,\"retryAfter\":-4}}]"))
                        .get(0)
                        .retryAfter())
                .isEmpty();
    }

    @Test
    void waitThatAnErrorAsksFor_isBounded() {
        byte[] body = "{\"code\":429,\"retryAfterMs\":1e300}".getBytes(StandardCharsets.UTF_8);
        assertThat(ErrorReader.ofAnswer(429, body, Optional.empty(), "GET").retryAfter())
                .contains(Duration.ofDays(1));
        for (String header : List.of("9223372036854775807", "-1", "soon", "99999999999999999999")) {
            DriverError error = ErrorReader.ofAnswer(429, new byte[0], Optional.of(header), "GET");
            assertThat(error.retryAfter().orElse(Duration.ZERO)).isBetween(Duration.ZERO, Duration.ofDays(1));
        }
    }

    @Test
    void signalsOfOtherTypes_areRefusedOrLeftWithoutWhatIsWrong() throws IOException {
        for (String json : List.of("1", "[]", "null", "\"x\"")) {
            assertThatThrownBy(() -> Events.signal(RawJson.of(json))).as(json).isInstanceOf(IOException.class);
        }
        assertThat(Events.signal(RawJson.of("{\"clientId\":{\"a\":[1]},\"type\":[[]],\"content\":\"c\","
                                + "\"clientConnectionNumber\":1.5,\"targetClientId\":7}"))
                        .content())
                .isEqualTo(RawJson.of("\"c\""));
    }

    @Test
    void connectionWithNumbersThatMakeNoSense_hasThoseOfTheProtocol() throws IOException {
        for (String number : List.of("-1", "0", "1e300", "\"x\"", "null", "9007199254740991")) {
            ConnectedDetails details = Events.connected(RawJson.of(("{\"clientId\":\"c\",\"mode\":7,\"claims\":[],"
                            + "\"initialClients\":[1,{}],\"initialSignals\":{},\"supportedFeatures\":1,"
                            + "\"serviceConfiguration\":{\"maxMessageSize\":N,\"blockSize\":N,"
                            + "\"noopTimeFrequency\":N,\"noopCountFrequency\":N}}")
                    .replace("N", number)));
            assertThat(details.configuration()).isEqualTo(ServiceConfiguration.DEFAULTS);
            assertThat(details.initialClients()).isEmpty();
        }
        for (String json : List.of("1", "{}", "{\"clientId\":7}", "{\"clientId\":\"c\",\"initialMessages\":[1]}")) {
            assertThatThrownBy(() -> Events.connected(RawJson.of(json)))
                    .as(json)
                    .isInstanceOf(IOException.class);
        }
    }
}
