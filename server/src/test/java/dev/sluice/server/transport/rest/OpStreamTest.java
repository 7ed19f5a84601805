package dev.sluice.server.transport.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.server.storage.Mutation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpStreamTest {
    private final RestHarness rest = new RestHarness();
    private final String id = rest.create();
    private final DocumentKey key = DocumentKey.of("acme", id);

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void pieces_makeAnArray_withOpsThatComeMeanwhile() {
        rest.append(id, 1, op(1), op(2));
        OpStream stream = new OpStream(rest.store, key, 0, 5);
        StringBuilder sent = new StringBuilder(text(stream.before()));

        sent.append(text(stream.next()));
        assertThat(stream.isAtEnd()).as("at its end after one piece").isFalse();
        rest.append(id, 3, op(3));
        while (!stream.isAtEnd()) {
            sent.append(text(stream.next()));
        }

        assertThat(sent.append(text(stream.after())).toString())
                .isEqualTo("[" + op(1) + "," + op(2) + "," + op(3) + "]");
    }

    /** What is cut off would look like a shorter log. */
    @Test
    void documentThatIsDeletedMeanwhile_endsItWithAnError() {
        rest.append(id, 1, op(1), op(2));
        OpStream stream = new OpStream(rest.store, key, 0, 3);
        stream.next();

        rest.write(new Mutation.DeleteDocument(key, rest.now));

        assertThatExceptionOfType(RestException.class).isThrownBy(stream::next);
    }

    private static String op(int sequenceNumber) {
        return "{\"sequenceNumber\":" + sequenceNumber + ",\"contents\":\"" + "x".repeat(300_000) + "\"}";
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
