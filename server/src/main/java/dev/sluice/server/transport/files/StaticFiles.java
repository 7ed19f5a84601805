package dev.sluice.server.transport.files;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;

/**
 * Serves the files of a folder under {@code /app/}, to anybody who asks by GET or HEAD. What is not there is left to the
 * router's other routes.
 *
 * <p>Names are taken as paths inside the folder after their dots are resolved, so none leads out of it but a link that somebody
 * put there. Safe for use by many event loops.
 */
public final class StaticFiles {
    private static final String MOUNT = "/app";
    /** Of text; otherwise it would be that of the machine. */
    private static final String ENCODING = "UTF-8";

    private final Path folder;

    /**
     * Serves a folder.
     *
     * @param folder relative to the working directory, or absolute
     */
    public StaticFiles(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Adds the routes; those that answer whatever is left come after them. */
    public void mountOn(Router router) {
        // Without the slash, a page's relative links would lead past it. A route of this path also matches with the
        // slash.
        router.get(MOUNT).handler(StaticFiles::addSlash);
        router.get(MOUNT + "/*").handler(StaticFiles::describe).handler(files());
        router.head(MOUNT + "/*")
                .handler(StaticFiles::describe)
                .handler(StaticFiles::addType)
                .handler(files());
    }

    private StaticHandler files() {
        // Caching here would remember sizes of files that change, and call all of them immutable.
        return StaticHandler.create(FileSystemAccess.ROOT, folder.toString())
                .setCachingEnabled(false)
                .setDefaultContentEncoding(ENCODING)
                .setFilesReadOnly(false)
                .setAlwaysAsyncFS(true)
                .setDirectoryListing(false)
                .setIncludeHidden(false);
    }

    private static void addSlash(RoutingContext context) {
        if (context.request().path().endsWith("/")) {
            context.next();
        } else {
            context.response()
                    .setStatusCode(301)
                    .putHeader(HttpHeaders.LOCATION, MOUNT + "/")
                    .end();
        }
    }

    /** A browser takes files for what they are said to be, and asks each time whether they changed. */
    private static void describe(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff");
        context.next();
    }

    /** The library tells the type only of what it sends; HEAD is to be told what GET would be. */
    private static void addType(RoutingContext context) {
        HttpServerResponse response = context.response();
        String path = context.normalizedPath();
        String name = path.endsWith("/") ? StaticHandler.DEFAULT_INDEX_PAGE : path;
        context.addHeadersEndHandler(headers -> {
            String type = MimeMapping.mimeTypeForFilename(name);
            if (type != null
                    && response.getStatusCode() == 200
                    && !response.headers().contains(HttpHeaders.CONTENT_TYPE)) {
                response.putHeader(
                        HttpHeaders.CONTENT_TYPE, type.startsWith("text") ? type + ";charset=" + ENCODING : type);
            }
        });
        context.next();
    }
}
