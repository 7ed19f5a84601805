package dev.sluice.server.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One recorded scenario. Immutable.
 *
 * @param name file name without its suffix
 * @param rows everything that happened, in time order
 * @param claims claims of the tokens that rows name as {@code <jwt:N>}
 */
record Transcript(String name, List<Row> rows, Map<String, JsonNode> claims) {

    private static final String FOLDER = "/golden/service/";

    Transcript {
        rows = List.copyOf(rows);
        claims = Map.copyOf(claims);
    }

    static Transcript read(String name) {
        List<Row> rows = new ArrayList<>();
        Map<String, JsonNode> claims = new LinkedHashMap<>();
        List<String> lines = lines(name);
        for (int line = 2; line <= lines.size(); line++) {
            JsonNode row = Json.parse(Placeholders.expandRuns(lines.get(line - 1)));
            if (row.has("jwt")) {
                claims.put(row.get("jwt").asText(), row.get("claims"));
            } else {
                rows.add(RowReader.read(line, row));
            }
        }
        return new Transcript(name, rows, claims);
    }

    /** The lines of a file beside the transcripts. */
    static List<String> lines(String name) {
        try (InputStream in = Transcript.class.getResourceAsStream(FOLDER + name + ".jsonl")) {
            byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T extends Row> Stream<T> rows(Class<T> kind) {
        return rows.stream().filter(kind::isInstance).map(kind::cast);
    }
}
