package dev.sluice.server.crash;

import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.ConnectRequest.Role;
import dev.sluice.server.bench.client.ServiceAddress;
import dev.sluice.server.bench.client.SocketLoop;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Clients that come, write, and go: ops one by one and in batches, of a few bytes to a few thousand, so many bytes a second.
 *
 * <p>After the crash it reads what the dead server had still sent: that too was acknowledged. Confined to the thread that
 * runs it, except {@link #created}.
 */
final class StreamLoad implements Runnable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long BYTES_PER_SECOND = 6_000_000;
    private static final long MOST_SAVED_BYTES = 500_000;
    private static final int WRITERS = 3;
    private static final int MOST_BATCH = 20;
    private static final int MOST_UNDER_WAY = 60;
    private static final int POOL = 8_192;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz 0123456789 \"\\\n\u00e4\u03c0\u2028";

    private final ServiceAddress service;
    private final Ledger ledger;
    private final Crash crash;
    private final SplittableRandom random;
    private final List<String> documents;
    private final Queue<String> createdMeanwhile = new ConcurrentLinkedQueue<>();
    private final List<Member> members = new ArrayList<>();
    private final List<LedgerClient> departing = new ArrayList<>();
    private final String pool;
    private long allowance;
    private long allowedAt = System.nanoTime();

    /** A client and how many batches it will still submit. */
    private static final class Member {
        final LedgerClient client;
        final boolean isReplaced;
        int batchesLeft;

        Member(LedgerClient client, boolean isReplaced, int batchesLeft) {
            this.client = client;
            this.isReplaced = isReplaced;
            this.batchesLeft = batchesLeft;
        }
    }

    StreamLoad(ServiceAddress service, Ledger ledger, Crash crash, List<String> documents, SplittableRandom random) {
        this.service = service;
        this.ledger = ledger;
        this.crash = crash;
        this.random = random;
        this.documents = documents;
        StringBuilder text = new StringBuilder(POOL);
        random.ints(POOL, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        this.pool = text.toString();
    }

    /** A document was created; somebody will write to it. Safe for use by many threads. */
    void created(String document) {
        createdMeanwhile.add(document);
    }

    @Override
    public void run() {
        try (SocketLoop loop = new SocketLoop()) {
            try {
                for (String document : documents) {
                    departing.add(open(loop, document, Role.READER));
                    for (int i = 0; i < WRITERS; i++) {
                        join(loop, document, true);
                    }
                }
                while (!crash.isAnnounced()) {
                    step(loop);
                    loop.poll(1);
                }
            } catch (UncheckedIOException cut) {
                if (!crash.isAnnounced()) {
                    throw cut;
                }
            }
            members.forEach(member -> departing.add(member.client));
            loop.pollUntil(
                    "every connection to end", LIMIT, () -> departing.stream().allMatch(LedgerClient::isEnded));
        }
    }

    private void join(SocketLoop loop, String document, boolean isReplaced) {
        members.add(new Member(open(loop, document, Role.WRITER), isReplaced, random.nextInt(1, 80)));
    }

    private LedgerClient open(SocketLoop loop, String document, Role role) {
        return new LedgerClient(loop, new ConnectRequest(service, document, role), ledger, crash);
    }

    private void step(SocketLoop loop) {
        for (String document = createdMeanwhile.poll(); document != null; document = createdMeanwhile.poll()) {
            join(loop, document, false);
        }
        long now = System.nanoTime();
        allowance = Math.min(MOST_SAVED_BYTES, allowance + (now - allowedAt) * BYTES_PER_SECOND / 1_000_000_000);
        allowedAt = now;
        for (Member member : List.copyOf(members)) {
            if (member.client.isConnected() && member.client.underWay() < MOST_UNDER_WAY && allowance > 0) {
                submit(member);
                if (member.batchesLeft == 0) {
                    replace(loop, member);
                }
            }
        }
    }

    private void submit(Member member) {
        int batch = random.nextBoolean() ? 1 : random.nextInt(2, MOST_BATCH + 1);
        int length = random.nextInt(8) == 0 ? random.nextInt(POOL / 2) : random.nextInt(600);
        int from = random.nextInt(POOL - length);
        member.client.submit("op", pool.substring(from, from + length), batch);
        member.batchesLeft--;
        allowance -= (long) batch * (length + 100);
    }

    /** Goes while its last ops are still on their way; one in three without a word. */
    private void replace(SocketLoop loop, Member member) {
        members.remove(member);
        if (random.nextInt(3) == 0) {
            member.client.abort();
        } else {
            member.client.close();
        }
        if (member.isReplaced) {
            join(loop, member.client.document(), true);
        }
    }
}
