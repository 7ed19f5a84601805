package dev.sluice.server.crash;

import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.ConnectRequest.Role;
import dev.sluice.server.bench.client.FluidRest;
import dev.sluice.server.bench.client.RestEncoding;
import dev.sluice.server.bench.client.ServiceAddress;
import dev.sluice.server.bench.client.SocketLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for everything that the ledger says in a server that was started on what the crash left.
 *
 * <p>Confined to one thread.
 */
final class Exam {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ServiceAddress service;
    private final Ledger ledger;
    private final StoredObjects objects;

    private Exam(ServiceAddress service, Ledger ledger, FluidRest rest) {
        this.service = service;
        this.ledger = ledger;
        this.objects = new StoredObjects(rest);
    }

    /** Examines a server; the documents that somebody was connected to are opened again, and written to. */
    static void pass(ServiceAddress service, Ledger ledger) {
        try (FluidRest rest = new FluidRest(service, RestEncoding.PLAIN, "")) {
            Exam exam = new Exam(service, ledger, rest);
            List<StoredLog> inUse = new ArrayList<>();
            for (String document : ledger.documents()) {
                try (FluidRest own = new FluidRest(service, RestEncoding.RESTLESS, document)) {
                    StoredLog log = exam.log(document, own);
                    if (!log.membersAt(log.last()).isEmpty()) {
                        inUse.add(log);
                    }
                    exam.versions(document, own);
                }
            }
            ledger.blobs().forEach(exam.objects::blob);
            ledger.trees().forEach(exam.objects::tree);
            exam.reopen(inUse);
        }
    }

    /** Each op that a client saw is in the log, at its place and unchanged; then what else is there was seen too. */
    private StoredLog log(String document, FluidRest rest) {
        rest.send(rest.documentDownload(document)).json();
        StoredLog log = StoredLog.read(rest, document);
        NavigableMap<Long, SeenOp> acknowledged = ledger.opsOf(document);
        if (!acknowledged.isEmpty() && acknowledged.lastKey() > log.last()) {
            throw new AssertionError("document " + document + " had acknowledged op "
                    + acknowledged.lastEntry().getValue() + "; its log ends with op " + log.last());
        }
        ledger.ops(document, List.copyOf(log.ops().values()));
        return log;
    }

    /** The head and all before it are whole, and the acknowledged versions are among them in the order of their acks. */
    private void versions(String document, FluidRest rest) {
        List<String> history =
                objects.history(rest.newestCommit(document).path("sha").asText());
        List<String> acknowledged = ledger.versionsOf(document);
        List<String> found = new ArrayList<>(history);
        Collections.reverse(found);
        found.retainAll(Set.copyOf(acknowledged));
        if (!found.equals(acknowledged)) {
            throw new AssertionError("document " + document + " acknowledged the versions " + acknowledged
                    + "; its history has " + found);
        }
    }

    /** Members that the crash left behind leave before anybody joins; then two clients write and see the same. */
    private void reopen(List<StoredLog> inUse) {
        Crash none = new Crash();
        try (SocketLoop loop = new SocketLoop()) {
            List<LedgerClient> clients = new ArrayList<>();
            for (StoredLog log : inUse) {
                for (int i = 0; i < 2; i++) {
                    ConnectRequest request = new ConnectRequest(service, log.document(), Role.WRITER);
                    clients.add(new LedgerClient(loop, request, ledger, none));
                }
            }
            await(loop, "writers to join", clients, LedgerClient::isConnected);
            clients.forEach(client -> client.submit("op", "after the crash", 1));
            await(loop, "the writers' ops", clients, client -> client.underWay() == 0);
            for (int i = 0; i < clients.size(); i += 2) {
                LedgerClient first = clients.get(i);
                LedgerClient second = clients.get(i + 1);
                long common = Math.max(first.seen(), second.seen());
                await(loop, "op " + common, List.of(first, second), client -> client.seen() >= common);
                reopened(first, second, inUse.get(i / 2));
            }
            clients.forEach(LedgerClient::close);
        }
    }

    private void reopened(LedgerClient first, LedgerClient second, StoredLog log) {
        String document = log.document();
        long lastBefore = log.last();
        Set<String> membersBefore = log.membersAt(lastBefore);
        try (FluidRest own = new FluidRest(service, RestEncoding.RESTLESS, document)) {
            log.readOn(own);
        }
        ledger.ops(document, List.copyOf(log.ops().tailMap(lastBefore, false).values()));
        long firstJoin = Math.min(log.joinOf(first.clientId()), log.joinOf(second.clientId()));
        Set<String> there = log.membersAt(firstJoin - 1);
        if (!there.isEmpty()) {
            throw new AssertionError("document " + document + " was opened again with members " + there
                    + "; before, it had " + membersBefore);
        }
        if (log.minimum() <= lastBefore) {
            throw new AssertionError("document " + document + " has the minimum " + log.minimum()
                    + " after two clients saw op " + firstJoin + "; somebody who is gone holds it");
        }
    }

    private static void await(SocketLoop loop, String what, List<LedgerClient> clients, Predicate<LedgerClient> done) {
        loop.pollUntil(what, LIMIT, () -> clients.stream().allMatch(done));
    }
}
