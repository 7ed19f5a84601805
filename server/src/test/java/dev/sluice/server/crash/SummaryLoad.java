package dev.sluice.server.crash;

import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.ConnectRequest.Role;
import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.RestEncoding;
import dev.sluice.server.bench.client.ServiceAddress;
import dev.sluice.server.bench.client.SocketLoop;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Summarizers that come to one document after the other, and make versions of it.
 *
 * <p>Confined to the thread that runs it.
 */
final class SummaryLoad implements Runnable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_SUMMARIES = 6;
    private static final int PAUSE_MS = 30;

    private final ServiceAddress service;
    private final Ledger ledger;
    private final Crash crash;
    private final List<String> documents;
    private final SplittableRandom random;

    SummaryLoad(ServiceAddress service, Ledger ledger, Crash crash, List<String> documents, SplittableRandom random) {
        this.service = service;
        this.ledger = ledger;
        this.crash = crash;
        this.documents = documents;
        this.random = random;
    }

    @Override
    public void run() {
        while (!crash.isAnnounced()) {
            String document = documents.get(random.nextInt(documents.size()));
            summarize(document, random.nextInt(1, MOST_SUMMARIES + 1));
        }
    }

    /** Makes so many versions of a document, or fewer if the crash comes first. */
    void summarize(String document, int versions) {
        try (SocketLoop loop = new SocketLoop();
                FluidRest rest = new FluidRest(service, RestEncoding.RESTLESS, document)) {
            LedgerClient client =
                    new LedgerClient(loop, new ConnectRequest(service, document, Role.SUMMARIZER), ledger, crash);
            loop.pollUntil("a summarizer to join", LIMIT, () -> client.isConnected() || client.isEnded());
            for (int made = 0; made < versions && !crash.comesWithin(random.nextInt(PAUSE_MS)); ) {
                loop.poll(0);
                propose(client, loop, rest);
                made += client.ownAnswer().flatMap(LedgerClient.Answer::commit).isPresent() ? 1 : 0;
            }
            client.close();
        }
    }

    /**
     * Proposes one summary and awaits the answer.
     *
     * <p>A refusal is right if another version came in between: one that was proposed before the last crash, for example.
     */
    private void propose(LedgerClient client, SocketLoop loop, FluidRest rest) {
        String head = rest.newestCommit(client.document()).path("sha").asText();
        String tree = upload(rest);
        if (client.isEnded()) {
            return;
        }
        client.submit(
                "summarize",
                "{\"handle\":\"" + tree + "\",\"head\":\"" + head + "\",\"message\":\"crash\",\"parents\":[\"" + head
                        + "\"],\"details\":{\"includesProtocolTree\":false}}",
                1);
        loop.pollUntil(
                "the answer to a summary",
                LIMIT,
                () -> client.isEnded() || client.ownAnswer().isPresent());
        client.ownAnswer()
                .filter(answer -> answer.commit().isEmpty())
                .filter(answer -> !answer.message().contains("does not match actual parent summary"))
                .ifPresent(refusal -> {
                    throw new AssertionError("summary of document " + client.document() + ": " + refusal);
                });
    }

    private String upload(FluidRest rest) {
        StringBuilder entries = new StringBuilder();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            String blob = rest.upload(rest.textUpload("\"" + random.nextLong() + "\"".repeat(random.nextInt(2_000))));
            ledger.blob(blob);
            entries.append(entry("100644", "blob", "blob" + i, blob)).append(',');
        }
        String below = uploadTree(rest, entries.substring(0, entries.length() - 1));
        return uploadTree(rest, entries + entry("040000", "tree", ".channels", below));
    }

    private String uploadTree(FluidRest rest, String entries) {
        String tree = rest.upload(rest.treeUpload("[" + entries + "]"));
        ledger.tree(tree);
        return tree;
    }

    private static String entry(String mode, String type, String path, String sha) {
        return "{\"mode\":\"" + mode + "\",\"type\":\"" + type + "\",\"path\":\"" + path + "\",\"sha\":\"" + sha
                + "\"}";
    }
}
