package dev.sluice.samples.collection;

import dev.sluice.agent.DocumentPreview;
import dev.sluice.agent.Summarizer;
import dev.sluice.agent.SummarizerOptions;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.ServiceClient;
import dev.sluice.collector.Preview;
import dev.sluice.collector.plan.CollectionPlan;
import dev.sluice.collector.plan.PlanInput.Detail;
import dev.sluice.container.RuntimeOptions;
import dev.sluice.driver.DocumentServiceFactory;
import dev.sluice.driver.local.LocalService;
import dev.sluice.driver.local.LocalUser;
import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.inspect.Explanation;
import dev.sluice.inspect.OfflineDocument;
import dev.sluice.inspect.StoredDocument;
import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.restore.Keep;
import dev.sluice.restore.NodeRestore;
import dev.sluice.restore.RestoreRequest;
import dev.sluice.restore.RestoreResult;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The life of garbage, in a minute: a board of two lists, one with a picture, loses that list; days pass until nothing of it is left,
 * and then somebody wants it back.
 *
 * <pre>{@code
 * java -cp samples/target/samples.jar dev.sluice.samples.collection.WalkThrough
 * }</pre>
 *
 * <p>The service is in this process and its clock is moved by hand; everything else is what applications and summarizers do.
 */
public final class WalkThrough implements AutoCloseable {
    private static final TenantId TENANT = new TenantId("local");
    private static final byte[] PICTURE = new byte[4096];

    private final Calendar calendar = new Calendar();
    private final Narrator narrator;
    private final SummarizerOptions options;
    private final DocumentServiceFactory services;
    private final ServiceClient client;
    private String lists = "";
    private String holiday = "";
    private String picture = "";

    private WalkThrough(PrintWriter out) {
        narrator = new Narrator(out);
        GcEventSink events = event -> {
            if (event.name().startsWith("InactiveObject_")) {
                narrator.tell("  event " + event.name());
            }
        };
        RuntimeOptions sweeping = RuntimeOptions.DEFAULT.withCollection(
                new GcSetup(GcOptions.DEFAULT.withSweep(), GcSettings.NONE, events));
        options = SummarizerOptions.DEFAULT.withRuntime(sweeping);
        services = new LocalService(calendar, new Random(1), LocalService.Delivery.AT_ONCE)
                .driver(LocalUser.editor("ada"));
        client = ServiceClient.of(services, TENANT).runtime(sweeping).build();
    }

    /** Prints the walk-through. */
    public static void main(String[] args) {
        walk(new PrintWriter(System.out, false, Charset.defaultCharset()));
    }

    /** Writes the walk-through. */
    static void walk(PrintWriter out) {
        try (WalkThrough walk = new WalkThrough(out)) {
            walk.walk();
        }
    }

    private void walk() {
        DocumentKey document = create();
        show(document);
        narrator.tell("Why is the picture kept?");
        explain(document, picture);

        narrator.next("The holiday list is dropped. Nothing else refers to it, and the picture is on no other list.");
        edit(document, board -> board.drop("holiday"));
        show(document);
        narrator.tell("Why is the picture garbage?");
        explain(document, picture);

        narrator.next("A preview: what becomes of them if nobody comes back?");
        for (long days : new long[] {7, 36, 37}) {
            narrator.tell("In " + days + " days:");
            narrator.tell(preview(document, Duration.ofDays(days)));
        }

        later(document, 7, "They are inactive: following a link to them is told of.");
        follow(document, holiday);
        later(document, 36, "Tombstones: no session is as old as a reference to them, and new ones may not open them.");
        later(document, 37, "A day of grace has passed. They are swept: an op deletes them at every client.");
        follow(document, holiday);

        narrator.next("But a version of day 36 is kept, and it has them. The list is put back onto the board.");
        restore(document);
        edit(document, board -> narrator.tell("The list has " + board.show("holiday") + "."));
        show(document);
    }

    private void later(DocumentKey document, long day, String what) {
        calendar.moveTo(day);
        narrator.day(day, what);
        show(document);
    }

    /** Collects, and shows what came of it. */
    private void show(DocumentKey document) {
        collect(document);
        narrator.tell(preview(document, Duration.ZERO));
    }

    private DocumentKey create() {
        narrator.day(0, "A board with two lists, and a picture on one of them.");
        try (FluidContainer created = client.create(Board.SCHEMA)) {
            DocumentId id = created.attach();
            Board board = new Board(created);
            lists = board.path();
            narrator.name(board.add("groceries", "milk"), "groceries");
            holiday = board.add("holiday", "sunscreen");
            narrator.name(holiday, "holiday");
            picture = board.illustrate("holiday", PICTURE);
            narrator.name(picture, "picture");
            created.awaitSaved();
            return new DocumentKey(TENANT, id);
        }
    }

    private void edit(DocumentKey document, Consumer<Board> edit) {
        try (FluidContainer container = client.open(document.document())) {
            edit.accept(new Board(container));
            container.awaitSaved();
        }
    }

    private void follow(DocumentKey document, String node) {
        narrator.tell("Somebody follows a link to the list.");
        try (FluidContainer container = client.open(document.document())) {
            await(container
                    .container()
                    .call(() -> container.runtime().resolve(Handle.ofUrl(node)))
                    .thenCompose(found -> found));
            narrator.tell("  It opens.");
        } catch (CompletionException failed) {
            Throwable why = failed.getCause() == null ? failed : failed.getCause();
            narrator.tell("  " + why.getMessage());
        }
    }

    private void restore(DocumentKey document) {
        RestoreRequest wanted = new RestoreRequest(holiday, Optional.empty(), new Keep.Key(lists, "holiday"));
        RestoreResult restored = NodeRestore.restore(client.environment(), services, document, options, wanted);
        restored.copies().forEach(narrator::copied);
    }

    private void explain(DocumentKey document, String node) {
        try (StoredDocument stored = StoredDocument.of(services, document, options)) {
            OfflineDocument newest = stored.newest();
            Preview look = newest.preview().orElseThrow();
            Explanation why = Explanation.of(stored, newest, look, node).orElseThrow();
            narrator.tellPath(why.keptBy());
            why.removal().ifPresent(narrator::tell);
        }
    }

    private CollectionPlan preview(DocumentKey document, Duration ahead) {
        Function<Optional<Preview>, CollectionPlan> look =
                preview -> preview.orElseThrow().plan(ahead, Detail.EVERYTHING);
        return await(DocumentPreview.look(client.environment(), services, document, Optional.empty(), options, look));
    }

    private void collect(DocumentKey document) {
        Summarizer summarizer = await(Summarizer.open(client.environment(), services, document, options));
        await(summarizer.summarize());
        await(summarizer.stop());
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        client.close();
        narrator.flush();
    }
}
