package dev.sluice.replay;

import dev.sluice.driver.BlobReader;
import dev.sluice.loader.ContainerException;
import dev.sluice.loader.OfflineContainer;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import dev.sluice.protocol.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recorded document: what it was created with, the summaries uploaded since, and every op.
 *
 * <p>Ops are read as they are applied, so that a long log never lies in memory. Confined to one thread; may be replayed more than
 * once.
 *
 * @since 0.1
 */
public final class Recording {
    private static final String OPS = "ops.jsonl";
    private static final String STATE = "state.json";

    private final RecordingFiles files;
    private final SummaryFiles summaries;

    /** Makes a recording of files, which are read when they are needed. */
    public Recording(RecordingFiles files) {
        this.files = files;
        this.summaries = new SummaryFiles(files);
    }

    /**
     * Replays all ops from the document's creation on; in an export, from the oldest version that was kept.
     *
     * @throws RecordingException if a file is missing or damaged
     * @throws ContainerException if the summary cannot be opened, or an op breaks a rule, which its message names
     * @throws IOException if a file cannot be read
     */
    public ReplayedDocument replay() throws IOException {
        InitialSummary initial = summaries.initial();
        return replay(initial.protocol(), new StartingPoint(initial.app(), initial.sequenceNumber()));
    }

    /**
     * Replays the ops after an uploaded summary.
     *
     * @param number counts the summaries uploaded, from 1
     * @throws RecordingException if there is no such summary, or a file is missing or damaged
     * @throws ContainerException if the summary cannot be opened, or an op breaks a rule, which its message names
     * @throws IOException if a file cannot be read
     */
    public ReplayedDocument replayFromSummary(int number) throws IOException {
        StartingPoint start = summaries.uploaded(number);
        return replay(summaries.initial().protocol(), start);
    }

    /**
     * Returns the state that the recording says the document has in the end, if it says so.
     *
     * @throws RecordingException if the file is damaged
     * @throws IOException if it cannot be read
     */
    public Optional<JsonObject> state() throws IOException {
        return summaries.json(STATE);
    }

    private ReplayedDocument replay(ProtocolState initial, StartingPoint start) throws IOException {
        Player player = new Player(initial, start, this::readBlob);
        try (InputStream in = files.open(OPS).orElseThrow(() -> SummaryFiles.missing(OPS));
                // A decoder of its own refuses what is no UTF-8; the others replace it.
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            int number = 1;
            for (String line = nextLine(lines, number); line != null; line = nextLine(lines, number)) {
                player.take(parse(line, number));
                number++;
            }
        }
        return player.end();
    }

    private static @Nullable String nextLine(BufferedReader lines, int number) throws IOException {
        try {
            return lines.readLine();
        } catch (CharacterCodingException damaged) {
            throw new RecordingException(OPS + " is damaged at or soon after line " + number + ": no UTF-8", damaged);
        }
    }

    private static SequencedMessage parse(String line, int number) {
        try {
            return SequencedMessage.parse(line.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            throw new RecordingException(
                    OPS + " is damaged at line " + number + ": " + malformed.getMessage(), malformed);
        }
    }

    private byte[] readBlob(GitId id) {
        String name = "blobs/" + id;
        try (InputStream in = files.open(name).orElseThrow(() -> SummaryFiles.missing(name))) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new RecordingException(name + " cannot be read: " + failed, failed);
        }
    }

    /** Takes the ops: those before the starting point change the quorum only. */
    private static final class Player {
        private final StartingPoint start;
        private final BlobReader blobs;
        private ProtocolState before;
        private Optional<ReplayedDocument> document = Optional.empty();

        Player(ProtocolState initial, StartingPoint start, BlobReader blobs) {
            this.before = initial;
            this.start = start;
            this.blobs = blobs;
            openWhenReached();
        }

        void take(SequencedMessage op) {
            if (op.sequenceNumber() <= before.sequenceNumber()) {
                return;
            }
            if (document.isPresent()) {
                document.get().process(op);
            } else {
                before = OfflineContainer.advance(before, op);
                openWhenReached();
            }
        }

        private void openWhenReached() {
            if (before.sequenceNumber() == start.sequenceNumber()) {
                document = Optional.of(ReplayedDocument.open(start.snapshot(before, blobs)));
            }
        }

        ReplayedDocument end() {
            return document.orElseThrow(() -> new RecordingException(OPS + " ends at op " + before.sequenceNumber()
                    + ", expected it to reach the summary's op " + start.sequenceNumber()));
        }
    }
}
