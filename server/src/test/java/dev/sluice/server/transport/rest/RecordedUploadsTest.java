package dev.sluice.server.transport.rest;

import static dev.sluice.server.transport.rest.RestHarness.orderer;
import static dev.sluice.server.transport.rest.RestHarness.storage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients of three generations uploaded to the reference gets the ids here that it got there. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RecordedUploadsTest {
    @Test
    void uploads_ofRecordedClients_getTheRecordedIds() throws IOException {
        try (RestHarness rest = new RestHarness()) {
            for (JsonNode row : rows()) {
                String body = row.get("body").toString();
                String scenario =
                        row.get("scenario").asText() + " " + row.get("kind").asText();
                if (row.get("kind").asText().equals("create")) {
                    String id = rest.restless("POST", "/documents/acme", orderer(rest.token("")), Optional.of(body))
                            .expect(201)
                            .json()
                            .asText();
                    assertThat(rest.treeOf(id))
                            .as(scenario)
                            .isEqualTo(row.get("tree").asText());
                } else {
                    String path = "/repos/acme/git/" + row.get("kind").asText() + "s";
                    Answer answer = rest.restless("POST", path, storage(rest.token("")), Optional.of(body));
                    assertThat(answer.expect(201).sha())
                            .as(scenario)
                            .isEqualTo(row.get("sha").asText());
                }
            }
        }
    }

    private static List<JsonNode> rows() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RecordedUploadsTest.class.getResourceAsStream("recorded-uploads.jsonl")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(mapper.readTree(line));
            }
        }
        assertThat(rows).hasSizeGreaterThan(40);
        return rows;
    }
}
