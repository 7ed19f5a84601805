package dev.sluice.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.container.summary.SummaryOutcome;
import dev.sluice.container.summary.SummaryRequest;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.dds.text.SharedString;
import dev.sluice.driver.DocumentService;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.Snapshot;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.loader.ConnectionState;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.MessageType;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.json.JsonArray;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Summaries that are uploaded, proposed and answered. */
@Timeout(60)
final class SummarySubmissionTest {
    private static final TenantId TENANT = new TenantId("local");
    private static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
    private static final InitialObject<SharedString> TEXT = InitialObject.of("text", SharedString.FACTORY);

    private final LocalService service =
            new LocalService(InstantSource.system(), new Random(1), LocalService.Delivery.AT_ONCE);
    private final DocumentServiceFactory driver = service.driver(LocalUser.editor("ada"));
    private final ServiceClient client = ServiceClient.of(driver, TENANT).build();
    private final FluidContainer editor = client.create(ContainerSchema.of(NOTES, TEXT));
    private final SharedMap notes = editor.get(NOTES);
    private final DocumentId id = editor.attach();

    @AfterEach
    void close() {
        client.close();
    }

    private FluidContainer summarizer() {
        FluidContainer opened = client.open(id);
        until(opened, () -> opened.connectionState() == ConnectionState.CONNECTED);
        return opened;
    }

    private static SummaryOutcome submit(FluidContainer container, SummaryRequest request) {
        CompletionStage<SummaryOutcome> submitted = container
                .submit(() -> container.runtime().submitSummary(request))
                .thenCompose(outcome -> outcome);
        return Waiting.await(submitted);
    }

    private void edit(FluidContainer follower, String key) {
        editor.run(() -> notes.set(key, 1));
        editor.awaitSaved();
        long edited = editor.call(() -> editor.container().sequenceNumber());
        until(follower, () -> follower.container().sequenceNumber() >= edited);
    }

    private Snapshot newest() {
        try (DocumentService document = driver.open(new DocumentKey(TENANT, id))) {
            return document.storage().latest().orElseThrow();
        }
    }

    @Test
    void rt077_rt080_summary_submitted_isTheNewestVersion() {
        List<SequencedMessage> proposals = new ArrayList<>();
        FluidContainer summarizer = summarizer();
        summarizer.run(() -> summarizer.events().onOp(op -> {
            if (op.type().equals(MessageType.SUMMARIZE)) {
                proposals.add(op);
            }
        }));
        String before = newest().version().id();
        edit(summarizer, "a");
        long as = summarizer.call(() -> summarizer.runtime().sequenceNumber());

        SummaryOutcome outcome = submit(summarizer, SummaryRequest.INCREMENTAL);

        String handle = newest().version().id();
        assertThat(outcome).isEqualTo(new SummaryOutcome.Acknowledged(handle, as));
        assertThat(newest().sequenceNumber()).isEqualTo(as);
        assertThat(handle).isNotEqualTo(before);
        SequencedMessage proposal = proposals.get(0);
        JsonObject contents = JsonValue.parse(JsonValue.parse(requireNonNull(proposal.contents()))
                        .asString()
                        .orElseThrow())
                .asObject()
                .orElseThrow();
        assertThat(proposal.referenceSequenceNumber()).isEqualTo(as);
        assertThat(contents.string("head")).contains(before);
        assertThat(contents.get("parents")).isEqualTo(JsonArray.of(JsonValue.of(before)));
    }

    @Test
    void rt075_rt076_summariesOfTwoClients_inTurn_allHoldEverything() {
        FluidContainer one = summarizer();
        FluidContainer two = summarizer();
        for (int turn = 0; turn < 4; turn++) {
            FluidContainer writer = turn % 2 == 0 ? one : two;
            edit(one, "key" + turn);
            edit(two, "other" + turn);
            assertThat(submit(writer, SummaryRequest.INCREMENTAL)).isInstanceOf(SummaryOutcome.Acknowledged.class);
        }
        FluidContainer later = client.open(id);
        SharedMap theirs = later.get(NOTES);
        assertThat(later.call(theirs::keys)).hasSize(8);
    }

    @Test
    void rt078_clientWithEditsUnderWay_submitsNoSummary() {
        FluidContainer summarizer = summarizer();
        SharedMap theirs = summarizer.get(NOTES);
        assertThatThrownBy(() -> summarizer.call(() -> {
                    theirs.set("mine", 1);
                    return summarizer.runtime().submitSummary(SummaryRequest.FULL);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pending edits");
    }

    @Test
    void summary_whileAnotherIsUnderWay_isRefused() {
        FluidContainer summarizer = summarizer();
        CompletionStage<SummaryOutcome> first = summarizer
                .submit(() -> {
                    CompletionStage<SummaryOutcome> submitted =
                            summarizer.runtime().submitSummary(SummaryRequest.FULL);
                    assertThatThrownBy(() -> summarizer.runtime().submitSummary(SummaryRequest.FULL))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("under way");
                    return submitted;
                })
                .thenCompose(submitted -> submitted);
        assertThat(Waiting.await(first)).isInstanceOf(SummaryOutcome.Acknowledged.class);
    }

    @Test
    void summary_ofAContainerThatEnds_isLost() {
        FluidContainer summarizer = summarizer();
        CompletionStage<SummaryOutcome> outcome = summarizer
                .submit(() -> {
                    CompletionStage<SummaryOutcome> submitted =
                            summarizer.runtime().submitSummary(SummaryRequest.FULL);
                    summarizer.close();
                    return submitted;
                })
                .thenCompose(submitted -> submitted);
        assertThat(Waiting.await(outcome)).isInstanceOf(SummaryOutcome.Lost.class);
    }

    private static void until(FluidContainer container, BooleanSupplier condition) {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        container.run(() -> {
            Runnable check = () -> {
                if (condition.getAsBoolean()) {
                    reached.complete(true);
                }
            };
            container.events().onOp(op -> container.container().execute(check));
            container.events().onConnectionState(state -> container.container().execute(check));
            check.run();
        });
        reached.join();
    }
}
