package dev.sluice.server.storage.lmdb;

import static dev.sluice.server.storage.StoreFixture.DOC;
import static dev.sluice.server.storage.StoreFixture.TENANT;
import static dev.sluice.server.storage.StoreFixture.adopt;
import static dev.sluice.server.storage.StoreFixture.append;
import static dev.sluice.server.storage.StoreFixture.blob;
import static dev.sluice.server.storage.StoreFixture.blobId;
import static dev.sluice.server.storage.StoreFixture.bytes;
import static dev.sluice.server.storage.StoreFixture.lastSequenceNumber;
import static dev.sluice.server.storage.StoreFixture.newDocument;

import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Mutation;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * A child process that writes as fast as it can and prints the number of each transaction once it is acknowledged, until it is
 * killed.
 *
 * <p>With {@link Load#SUMMARIES}, transaction n appends op n, points the head ref at the blob of {@link #content} n, and keeps n
 * as the checkpoint; with {@link Load#OPS} it appends op n and keeps every seventh as the checkpoint, which LMDB gets later; with
 * {@link Load#UPLOADS} it puts the blob of {@link #upload} n and nothing else.
 */
final class WriterProcess implements AutoCloseable {
    static final int LARGE = 20_000;

    private static final int UNDER_WAY = 32;

    enum Load {
        SUMMARIES,
        OPS,
        UPLOADS
    }

    private final Process process;
    private final BufferedReader output;
    private long acknowledged;

    private WriterProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.US_ASCII);
    }

    static WriterProcess start(Path directory, Load load) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What opens the platform to LMDB differs by JDK; the build told this process already.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.add("-Xmx128m");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WriterProcess.class.getName()));
        command.addAll(List.of(directory.toString(), load.name()));
        return new WriterProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until that many more transactions are acknowledged. */
    void awaitAcknowledged(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("the writing process ended early");
            }
            acknowledged = Long.parseLong(line);
        }
    }

    /** Kills the process, as a crash would, and returns the last transaction it said to be acknowledged. */
    long kill() throws IOException, InterruptedException {
        // Through the handle: Process.destroyForcibly would also close the output, which is still to be read.
        process.toHandle().destroyForcibly();
        process.waitFor();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            acknowledged = Math.max(acknowledged, Long.parseLong(line));
        }
        return acknowledged;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Returns the blob of transaction n: every tenth is large enough for a file of its own. */
    static byte[] content(long number) {
        String text = "content of " + number + " ";
        return bytes(number % 10 == 0 ? text.repeat(LARGE / text.length() + 1) : text);
    }

    /** Returns a small blob. */
    static byte[] upload(long number) {
        return bytes("upload " + number);
    }

    /** Writes until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        LmdbOptions options = LmdbOptions.in(Path.of(arguments[0])).withLargeBlobBytes(LARGE);
        PrintStream out = System.out;
        Semaphore free = new Semaphore(UNDER_WAY);
        Load load = Load.valueOf(arguments[1]);
        try (Store store = LmdbStore.open(options)) {
            long next = begin(store, load) + 1;
            while (true) {
                free.acquire();
                long number = next++;
                var unused = store.write(transaction(store, load, number)).thenRun(() -> {
                    out.println(number);
                    out.flush();
                    free.release();
                });
            }
        }
    }

    /** Returns the number of the last transaction that an earlier process carried out. */
    private static long begin(Store store, Load load) {
        if (load == Load.UPLOADS) {
            return store.statistics().objects();
        }
        if (lastSequenceNumber(store, DOC) < 0) {
            store.write(Transaction.of(newDocument(DOC))).join();
        }
        return lastSequenceNumber(store, DOC);
    }

    private static Transaction transaction(Store store, Load load, long number) {
        if (load == Load.UPLOADS) {
            return Transaction.of(blob(upload(number)));
        }
        Mutation state = new Mutation.PutCheckpoint(
                DOC, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        if (load == Load.OPS) {
            Mutation op = append(DOC, number, 1);
            return number % 7 == 0 ? Transaction.of(op, state) : Transaction.of(op);
        }
        Mutation.AdoptSpool blob = adopt(store, TENANT, content(number));
        GitId id = blobId(content(number));
        return Transaction.of(
                append(DOC, number, 1),
                blob,
                new Mutation.SetRef(TENANT, RefName.headOf(DOC.document()), id, Optional.empty()),
                state);
    }
}
