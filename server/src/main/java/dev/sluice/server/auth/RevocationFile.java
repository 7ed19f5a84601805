package dev.sluice.server.auth;

import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.Revocations.Revocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers revocations in a file: one line each, {@code <until in epoch ms> <tenant> <jti>}, names percent-encoded.
 *
 * <p>A line is on disk before its revocation counts. A line that was cut short by a crash was never acknowledged and is
 * skipped. Expired lines go when the file is loaded. Safe for use by many threads.
 */
public final class RevocationFile implements Revocations.Journal {
    private static final Logger LOG = LoggerFactory.getLogger(RevocationFile.class);

    private final Path file;
    private final InstantSource clock;

    /** Creates the journal; the file is made when it is first needed. */
    public RevocationFile(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized List<Revocation> load() {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            List<Revocation> live = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                Optional<Revocation> parsed = parse(line);
                if (parsed.isEmpty()) {
                    LOG.warn("skipped a malformed line of {}", file);
                }
                parsed.filter(revocation -> revocation.until().isAfter(clock.instant()))
                        .ifPresent(live::add);
            }
            replaceBy(live);
            return live;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the revoked tokens in " + file, failed);
        }
    }

    @Override
    public synchronized void append(Revocation revocation) {
        try {
            write(file, format(revocation), StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the revoked tokens in " + file, failed);
        }
    }

    private void replaceBy(List<Revocation> live) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        StringBuilder lines = new StringBuilder();
        live.forEach(revocation -> lines.append(format(revocation)));
        write(fresh, lines.toString(), StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path to, String text, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static String format(Revocation revocation) {
        return revocation.until().toEpochMilli() + " "
                + encode(revocation.tenant().value()) + " " + encode(revocation.tokenId()) + "\n";
    }

    private static Optional<Revocation> parse(String line) {
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first <= 0 || second < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Revocation(
                    new TenantId(decode(line.substring(first + 1, second))),
                    decode(line.substring(second + 1)),
                    Instant.ofEpochMilli(Long.parseLong(line.substring(0, first)))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
