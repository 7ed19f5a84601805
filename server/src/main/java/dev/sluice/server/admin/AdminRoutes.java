package dev.sluice.server.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.pool.SummarizerPool;
import dev.sluice.server.storage.Store;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's routes of a running server, under {@value #PREFIX}.
 *
 * <p>Answers are streamed, one JSON object a line; a line {@code {"error":…}} at the end says that the rest is missing. Work
 * is done on a few threads of their own, so that a long verification holds up no client. Safe for use by many threads.
 */
public final class AdminRoutes implements AutoCloseable {
    /** What the paths of all routes begin with. */
    public static final String PREFIX = "/admin/v1";

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
    private static final String LINES = "application/x-ndjson";
    private static final String ZIP = "application/zip";
    private static final String DOCUMENT = PREFIX + "/documents/:tenant/:document";
    private static final int THREADS = 4;
    private static final long LONGEST_WORK_H = 24;

    private final Store store;
    private final DocumentBrowser browser;
    private final Path backupDir;
    private final AdminAccess access;
    private final InstantSource clock;
    private final WorkerExecutor workers;
    private final Optional<CollectionRoutes> collection;
    private final AtomicBoolean storeBusy = new AtomicBoolean();

    /** Creates the routes of a store that nobody orders documents in; {@link #mountOn} makes them reachable. */
    AdminRoutes(Vertx vertx, Store store, ServerConfig config, InstantSource clock) {
        this(vertx, store, config, clock, Optional.empty());
    }

    /**
     * Creates the routes; {@link #mountOn} makes them reachable.
     *
     * @param inside opens documents
     * @param pool summarizes documents, where it is on
     */
    public AdminRoutes(
            Vertx vertx,
            Store store,
            ServerConfig config,
            InstantSource clock,
            InsideClient inside,
            Optional<SummarizerPool> pool) {
        this(vertx, store, config, clock, Optional.of(new CollectionRoutes(inside, pool)));
    }

    private AdminRoutes(
            Vertx vertx, Store store, ServerConfig config, InstantSource clock, Optional<CollectionRoutes> collection) {
        this.collection = collection;
        this.store = store;
        this.browser = new DocumentBrowser(store);
        this.backupDir = config.storage().backupDir();
        this.access = new AdminAccess(config.security().adminToken());
        this.clock = clock;
        this.workers = vertx.createSharedWorkerExecutor("sluice-admin", THREADS, LONGEST_WORK_H, TimeUnit.HOURS);
    }

    /** Work that answers with lines. */
    @FunctionalInterface
    private interface LineWork {
        void run(RoutingContext context, Lines lines) throws IOException;
    }

    /** Work that answers with bytes. */
    @FunctionalInterface
    private interface ByteWork {
        void run(RoutingContext context, OutputStream answer) throws IOException;
    }

    /** Adds the routes to a router. */
    public void mountOn(Router router) {
        router.route(PREFIX + "/*").handler(this::authorize);
        router.get(PREFIX + "/documents").handler(lines(this::list));
        router.get(DOCUMENT).handler(lines(this::show));
        router.get(DOCUMENT + "/ops").handler(lines(this::ops));
        router.get(DOCUMENT + "/tree").handler(lines(this::tree));
        router.get(DOCUMENT + "/export").handler(bytes(context -> ZIP, this::export));
        router.post(DOCUMENT + "/undelete")
                .handler(lines((context, lines) -> DocumentUndelete.run(store, key(context), lines)));
        collection.ifPresent(routes -> mountOn(router, routes));
        router.post(PREFIX + "/verify").handler(lines((context, lines) -> Verification.run(store, lines)));
        router.post(PREFIX + "/backup").handler(lines(exclusive(this::backup)));
        router.post(PREFIX + "/restore").handler(lines(exclusive(this::restore)));
        router.route(PREFIX + "/*").handler(context -> answer(context.response(), 404, "there is no such route"));
    }

    private void mountOn(Router router, CollectionRoutes routes) {
        router.post(DOCUMENT + "/gc/run").handler(lines((context, lines) -> routes.run(key(context), context, lines)));
        router.get(DOCUMENT + "/gc/plan").handler(lines((context, lines) -> routes.plan(key(context), context, lines)));
        router.get(DOCUMENT + "/gc/explain")
                .handler(lines((context, lines) -> routes.explain(key(context), context, lines)));
        router.get(DOCUMENT + "/gc/history")
                .handler(lines((context, lines) -> routes.history(key(context), context, lines)));
        GraphRoutes graphs = routes.graphs();
        router.get(DOCUMENT + "/gc/graph")
                .handler(bytes(
                        GraphRoutes::mediaType, (context, answer) -> graphs.graph(key(context), context, answer)));
        router.get(DOCUMENT + "/gc/retainers")
                .handler(lines((context, lines) -> graphs.retainers(key(context), context, lines)));
        router.get(DOCUMENT + "/gc/cycles")
                .handler(lines((context, lines) -> graphs.cycles(key(context), context, lines)));
        router.post(DOCUMENT + "/gc/restore")
                .handler(lines((context, lines) -> routes.restore(key(context), context, lines)));
        router.get(PREFIX + "/pool").handler(lines((context, lines) -> routes.pool(lines)));
    }

    @Override
    public void close() {
        workers.close();
    }

    private void authorize(RoutingContext context) {
        access.refuse(context.request())
                .ifPresentOrElse(
                        refusal -> answer(context.response(), refusal.status(), refusal.message()), context::next);
    }

    private void list(RoutingContext context, Lines lines) throws IOException {
        browser.list(parameter(context, "tenant").map(TenantId::new), lines);
    }

    private void show(RoutingContext context, Lines lines) throws IOException {
        DocumentKey key = key(context);
        Lines shown = collection.isEmpty()
                ? lines
                : json -> lines.line(collection.get().withPool(key, json));
        browser.show(key, shown);
    }

    private void ops(RoutingContext context, Lines lines) throws IOException {
        browser.ops(key(context), number(context, "from", 0), number(context, "to", Long.MAX_VALUE), lines);
    }

    private void tree(RoutingContext context, Lines lines) throws IOException {
        browser.tree(key(context), parameter(context, "version").map(GitId::parse), lines);
    }

    private void export(RoutingContext context, OutputStream answer) throws IOException {
        DocumentKey key = key(context);
        new StoreReader(store).document(key);
        try (ZipOutputStream zip = new ZipOutputStream(answer)) {
            DocumentExport.write(store, key, name -> {
                zip.putNextEntry(new ZipEntry(name));
                return new FilterOutputStream(zip) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        out.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                        zip.closeEntry();
                    }
                };
            });
        }
    }

    private void backup(RoutingContext context, Lines lines) throws IOException {
        String name = parameter(context, "name").orElseGet(() -> Backups.nameNow(clock));
        Backups.write(store, Backups.named(backupDir, name), lines);
    }

    private void restore(RoutingContext context, Lines lines) throws IOException {
        String name = parameter(context, "name").orElseThrow(() -> AdminException.badRequest("name is missing"));
        List<DocumentKey> documents = context.queryParam("document").stream()
                .map(DocumentNames::parse)
                .toList();
        DocumentRestore.run(Backups.named(backupDir, name), store, documents, lines);
    }

    /** Lets only one such work run at a time: each reads or writes the whole store. */
    private LineWork exclusive(LineWork work) {
        return (context, lines) -> {
            if (!storeBusy.compareAndSet(false, true)) {
                throw AdminException.conflict("another backup or restore is running");
            }
            try {
                work.run(context, lines);
            } finally {
                storeBusy.set(false);
            }
        };
    }

    private io.vertx.core.Handler<RoutingContext> lines(LineWork work) {
        return bytes(context -> LINES, (context, answer) -> {
            StreamedAnswer streamed = (StreamedAnswer) answer;
            Lines lines = context.request().method().name().equals("POST")
                    ? json -> {
                        streamed.line(json);
                        streamed.flush();
                    }
                    : streamed::line;
            work.run(context, lines);
        });
    }

    private io.vertx.core.Handler<RoutingContext> bytes(Function<RoutingContext, String> contentType, ByteWork work) {
        return context -> workers.executeBlocking(
                        () -> {
                            StreamedAnswer answer = new StreamedAnswer(context.response(), contentType.apply(context));
                            work.run(context, answer);
                            answer.close();
                            return "done";
                        },
                        false)
                .onFailure(failure -> report(context, failure));
    }

    private static void report(RoutingContext context, Throwable failure) {
        int status = failure instanceof AdminException known
                ? known.status()
                : failure instanceof IllegalArgumentException ? 400 : 500;
        if (status == 500) {
            LOG.warn(
                    "{} {} failed",
                    context.request().method(),
                    context.request().path(),
                    failure);
        }
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        HttpServerResponse response = context.response();
        if (!response.headWritten()) {
            answer(response, status, message);
        } else if (LINES.equals(response.headers().get("Content-Type")) && !response.ended()) {
            ObjectNode line = Json.object();
            line.putObject("error").put("code", status).put("message", message);
            response.end(Buffer.buffer(Json.bytes(line)).appendString("\n"));
        } else {
            // Nothing else tells the receiver of a file that the rest is missing.
            context.request().connection().close();
        }
    }

    private static void answer(HttpServerResponse response, int status, String message) {
        response.setChunked(false)
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(Json.object().put("code", status).put("message", message))));
    }

    private static DocumentKey key(RoutingContext context) {
        return DocumentKey.of(context.pathParam("tenant"), context.pathParam("document"));
    }

    private static Optional<String> parameter(RoutingContext context, String name) {
        return context.queryParam(name).stream().findFirst();
    }

    private static long number(RoutingContext context, String name, long otherwise) {
        try {
            return parameter(context, name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException malformed) {
            throw AdminException.badRequest(name + " is no number");
        }
    }
}
