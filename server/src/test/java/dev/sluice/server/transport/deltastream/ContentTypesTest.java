package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients need to tell JSON from text, on every surface that the delta stream's clients use (SVC §1.3). */
@Timeout(120)
class ContentTypesTest {
    @TempDir
    private Path data = Path.of("");

    @Test
    void svc028_answersInJson_sayThatTheyAre() {
        try (RunningServer server = RunningServer.start(data)) {
            String document = server.create();
            String authorization = server.orderer(document);
            String id = "/tinylicious/" + document;
            String[][] requests = {
                {"GET", "/deltas" + id + "?from=0&to=10", "200"},
                {"GET", "/documents" + id, "200"},
                {"GET", "/documents/tinylicious/session/" + document, "200"},
                {"GET", "/repos/tinylicious/commits?count=1&sha=" + document, "200"},
                {"GET", "/repos/tinylicious/git/refs/heads/" + document, "200"},
                {"GET", "/repos/tinylicious/git/summaries/latest", "200"},
                {"GET", "/repos/tinylicious/git/blobs/0000000000000000000000000000000000000000", "404"},
                {"GET", "/nowhere", "404"},
                {"POST", "/documents/tinylicious", "400"},
            };
            for (String[] request : requests) {
                HttpResponse<String> answer =
                        server.send(request[0], request[1], authorization, request[0].equals("GET") ? "" : "{}");
                assertThat(answer.statusCode()).as(request[1]).isEqualTo(Integer.parseInt(request[2]));
                assertThat(answer.headers().firstValue("Content-Type"))
                        .as(request[1])
                        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
                assertThat(parse(answer.body())).as(request[1]).isNotNull();
            }
        }
    }
}
