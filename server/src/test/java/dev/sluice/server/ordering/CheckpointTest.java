package dev.sluice.server.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Json;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.ProtocolState;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.git.GitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state of a document as it is stored. */
class CheckpointTest {
    private static final GitId VERSION = GitId.parse("4b825dc642cb6eb9a060e54bf8d69288fbee4904");

    @Test
    void checkpoint_writtenAndRead_isTheSameHoweverDeeplyClientsNested() {
        String deep = "[".repeat(Json.MAX_DEPTH - 1) + "]".repeat(Json.MAX_DEPTH - 1);
        ProtocolState protocol = ProtocolState.parse(
                7,
                5,
                bytes("[[\"a\",{\"client\":" + deep + ",\"sequenceNumber\":1}]]"),
                bytes("[[6,{\"sequenceNumber\":6,\"key\":\"k\",\"value\":" + deep + "},[]]]"),
                bytes("[[\"code\",{\"value\":" + deep + "}]]"));
        Checkpoint checkpoint = new Checkpoint(
                9,
                5,
                1_700_000_000_500L,
                List.of(new Checkpoint.Member("a", true, 3, 5, 1_700_000_000_000L, true)),
                protocol,
                4,
                Optional.of(VERSION),
                List.of(VERSION));

        Checkpoint read = Checkpoint.parse(checkpoint.toBytes());

        assertThat(read).usingRecursiveComparison().ignoringFields("protocol").isEqualTo(checkpoint);
        assertThat(read.protocol().membersJson()).isEqualTo(protocol.membersJson());
        assertThat(read.protocol().proposalsJson()).isEqualTo(protocol.proposalsJson());
        assertThat(read.protocol().valuesJson()).isEqualTo(protocol.valuesJson());
    }

    /** A clock that was set back while nobody had the document open must not show in its ops. */
    @Test
    void reopenedDocument_givesNoEarlierTimestamps() {
        Checkpoint checkpoint = new Checkpoint(
                9, 9, 5_000, List.of(), ProtocolState.created(9, bytes("[]")), 9, Optional.empty(), List.of());
        List<SequencedMessage> ops = new ArrayList<>();

        Sequencer reopened = Checkpoint.parse(checkpoint.toBytes()).sequencer(SequencerOptions.DEFAULT, 1_000);
        reopened.join(new JoinedClient("a", RawJson.of("{}"), false), 1_000, effects(ops));

        assertThat(ops).extracting(SequencedMessage::timestampMs).containsExactly(5_000L);
    }

    private static SequencerEffects effects(List<SequencedMessage> ops) {
        return new SequencerEffects() {
            @Override
            public boolean hasRoomFor(DocumentMessage proposal) {
                return true;
            }

            @Override
            public void lagged(String clientId) {}

            @Override
            public void sequenced(SequencedMessage op) {
                ops.add(op);
            }

            @Override
            public void nacked(String clientId, Nack nack) {
                throw new AssertionError(nack.message());
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
