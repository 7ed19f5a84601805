package dev.sluice.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.Revocations.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevocationFileTest {
    private static final TenantId ACME = new TenantId("acme & söhne");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    private Instant now = Instant.ofEpochMilli(1_000);
    private final InstantSource clock = () -> now;

    @Test
    void svc094_revocation_survivesARestart() {
        journal().append(new Revocation(ACME, "token 1", now.plusMillis(10)));
        Revocations restarted = new Revocations(clock, journal());
        assertThat(restarted.isRevoked(ACME, "token 1")).isTrue();
        assertThat(restarted.isRevoked(ACME, "token 2")).isFalse();
    }

    @Test
    void revocation_expired_leavesTheFileWhenItIsLoaded() throws IOException {
        journal().append(new Revocation(ACME, "short", now.plusMillis(10)));
        journal().append(new Revocation(ACME, "long", now.plusMillis(20)));
        now = now.plusMillis(10);
        assertThat(journal().load()).extracting(Revocation::tokenId).containsExactly("long");
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void line_cutShort_isSkippedAndHarmsNoOther() throws IOException {
        journal().append(new Revocation(ACME, "whole", now.plusMillis(10)));
        Files.writeString(file(), "17 ac", StandardOpenOption.APPEND);
        assertThat(journal().load()).extracting(Revocation::tokenId).containsExactly("whole");
        journal().append(new Revocation(ACME, "later", now.plusMillis(10)));
        assertThat(journal().load()).extracting(Revocation::tokenId).containsExactly("whole", "later");
    }

    private RevocationFile journal() {
        return new RevocationFile(file(), clock);
    }

    private Path file() {
        return folder.resolve("revoked-tokens");
    }
}
