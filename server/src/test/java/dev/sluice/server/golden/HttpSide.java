package dev.sluice.server.golden;

import dev.sluice.server.golden.AllowedDifference.OtherAnswer;
import dev.sluice.server.golden.Row.Provenance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a replay. An answer about state (refs, commits, stored ops) that differs is asked for again for a
 * while, since the reference, too, writes such state a moment after it has told of it. Confined to the replay's thread.
 */
final class HttpSide {

    private static final Duration SETTLING = Duration.ofSeconds(4);
    private static final Pattern NAMES_DOCUMENT = Pattern.compile(
            "/(?:(?:documents|deltas)/[^/]+/(?:session/|document/)?"
                    + "|repos/[^/]+/(?:headers|tree|git/refs/heads)/|(?!repos)[^/]+/(?=[^/]+/broadcast-signal))([^/]+).*");
    private static final long BETWEEN_TRIES_MS = 50;

    private final Stage stage;
    private final HttpDriver http;
    private final Map<Integer, CompletableFuture<Answer>> sent = new HashMap<>();

    HttpSide(Stage stage, HttpDriver http) {
        this.stage = stage;
        this.http = http;
    }

    void request(Row.HttpRequest row) {
        if (!isLeftOut(row) && !stage.recording().isHeld(row.id())) {
            send(row);
        }
    }

    /** Requests that the recording proxy answered, or that ask for what the server under test need not have. */
    private boolean isLeftOut(Row.HttpRequest row) {
        boolean answeredByProxy =
                stage.recording().isSynthetic(row.id()) && !Scenarios.comparesSynthetic(stage.scenario());
        return answeredByProxy || (Route.of(row) == Route.BLOB_READ && asksForFreeFile(row));
    }

    private boolean asksForFreeFile(Row.HttpRequest row) {
        return stage.profile().isFreePath(stage.trees().pathOf(Route.lastSegment(row.path())));
    }

    private void send(Row.HttpRequest row) {
        Row.HttpRequest numbered = Renumbering.range(stage.ids(), row);
        sent.put(row.id(), http.send(numbered, addedAuthorization(row)));
    }

    private @Nullable String addedAuthorization(Row.HttpRequest row) {
        boolean adds = !row.carriesAuthorization()
                && !row.path().startsWith("/socket.io/")
                && !row.method().equals("OPTIONS")
                && stage.profile().addsAuthorization(stage.scenario(), row.id());
        if (!adds) {
            return null;
        }
        String token = stage.minter().mint(stage.ids().translate(document(row)));
        return row.path().startsWith("/repos/")
                ? "Basic " + Placeholders.storageCredentials(TokenMinter.TENANT, token)
                : "Basic " + token;
    }

    /** The document a request is about, as far as it says so; else the first one of the scenario. */
    private String document(Row.HttpRequest row) {
        String query = row.query().getOrDefault("sha", row.query().getOrDefault("ref", ""));
        if (!query.isEmpty()) {
            return query;
        }
        Matcher path = NAMES_DOCUMENT.matcher(row.path());
        if (path.matches()) {
            return path.group(1);
        }
        return stage.transcript().claims().values().stream()
                .map(claims -> claims.path("documentId").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    void answer(Row.HttpAnswer row) {
        Row.HttpRequest request = stage.recording().request(row.id());
        if (isLeftOut(request)) {
            return;
        }
        if (stage.recording().isHeld(row.id())) {
            send(request);
        }
        Answer answer = await(row);
        long end = System.nanoTime() + SETTLING.toNanos();
        boolean settles = Route.of(request).tellsOfState();
        while (true) {
            Correlation tentative = stage.ids().copy();
            Comparison comparison = new Comparison(stage.scenario(), row.line(), stage.profile(), tentative);
            compare(comparison, request, row, answer);
            if (comparison.differences().isEmpty() || !settles || System.nanoTime() > end) {
                stage.ids().adopt(tentative);
                stage.report(comparison);
                return;
            }
            pause();
            send(request);
            answer = await(row);
        }
    }

    private void compare(Comparison comparison, Row.HttpRequest request, Row.HttpAnswer row, Answer answer) {
        HttpComparison http = new HttpComparison(comparison, request, stage.trees(), stage.log());
        Optional<OtherAnswer> other = stage.profile().otherAnswer(stage.scenario(), row.id());
        if (other.isPresent()) {
            http.other(other.get(), row, answer);
        } else if (row.provenance() == Provenance.SYNTHETIC) {
            synthetic(comparison, request, row, answer);
        } else {
            http.as(row, answer);
        }
    }

    private static void synthetic(Comparison comparison, Row.HttpRequest request, Row.HttpAnswer row, Answer answer) {
        comparison.equal("status", row.status(), answer.status());
        comparison.shape("body", row.body(), answer.body());
        if (Route.of(request) == Route.SUMMARY_READ) {
            new SnapshotComparison(comparison).compare(row.body(), answer.body());
        }
    }

    private Answer await(Row.HttpAnswer row) {
        CompletableFuture<Answer> answer = sent.get(row.id());
        if (answer == null) {
            throw new IllegalStateException("request " + row.id() + " was not sent");
        }
        try {
            return answer.get(stage.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw stage.stuck(row.line(), "answer " + row.id(), row.status() + " " + row.body(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stage.stuck(row.line(), "answer " + row.id(), row.status() + " " + row.body(), "interrupted");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
