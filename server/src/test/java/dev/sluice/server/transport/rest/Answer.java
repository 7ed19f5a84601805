package dev.sluice.server.transport.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What a server answered. */
record Answer(HttpResponse<byte[]> response) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    int status() {
        return response.statusCode();
    }

    byte[] bytes() {
        return response.body();
    }

    String text() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
        assertThat(header("Content-Type")).as("SVC-028, %s", text()).contains("application/json");
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(text(), malformed);
        } catch (java.io.IOException unreadable) {
            throw new AssertionError(text(), unreadable);
        }
    }

    String sha() {
        return json().get("sha").asText();
    }

    Answer expect(int status) {
        assertThat(status()).as(text()).isEqualTo(status);
        return this;
    }

    /** Checks the shape of an error: JSON, a code, and nothing of the inside. */
    Answer expectError(int status) {
        expect(status);
        assertThat(json().get("code").asInt()).isEqualTo(status);
        assertThat(json().get("message").asText()).isNotBlank();
        assertThat(text()).doesNotContain("Exception", "dev.sluice", ".java", "\\tat ", "stack");
        return this;
    }
}
