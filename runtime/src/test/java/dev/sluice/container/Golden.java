package dev.sluice.container;

import dev.sluice.gc.config.GcOptions;
import dev.sluice.gc.config.GcSettings;
import dev.sluice.gc.session.GcSetup;
import dev.sluice.gc.telemetry.GcEventSink;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the reference runtime wrote, from {@code golden/runtime}. */
public final class Golden {
    /** With which every recorded document opens: some have times of collection far below the usual ones (GC-016). */
    public static final RuntimeOptions OPTIONS = RuntimeOptions.DEFAULT.withCollection(
            new GcSetup(GcOptions.DEFAULT.withInactiveTimeout(Duration.ZERO), GcSettings.NONE, GcEventSink.NONE));

    private Golden() {}

    public static JsonObject vectors() {
        return json("vectors.json");
    }

    public static JsonObject json(String file) {
        return JsonValue.parse(text(file)).asObject().orElseThrow();
    }

    public static List<SequencedMessage> ops(String scenario) {
        return text(scenario + "/ops.jsonl")
                .lines()
                .map(line -> SequencedMessage.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Returns every scenario that has an op log, as version and folder. */
    public static List<String> scenarios() {
        return files("ops\\.jsonl")
                .map(file -> file.substring(0, file.lastIndexOf('/')))
                .toList();
    }

    /** Returns every file of an uploaded summary. */
    public static List<String> uploads() {
        return files("summary-\\d+-upload\\.json").toList();
    }

    private static Stream<String> files(String name) {
        try {
            Path root = Path.of(resource("").toURI());
            try (Stream<Path> files = Files.walk(root)) {
                return files
                        .filter(file -> String.valueOf(file.getFileName()).matches(name))
                        .map(file -> root.relativize(file).toString().replace('\\', '/'))
                        .sorted()
                        .toList()
                        .stream();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the text of a blob at the root of an application's summary. */
    public static Optional<String> summaryBlob(JsonObject file, String name) {
        JsonObject summary = file.object("summary").orElse(file);
        JsonObject tree = summary.object("tree").orElseThrow();
        return tree.object(".app")
                .flatMap(app -> app.object("tree"))
                .orElse(tree)
                .object(name)
                .flatMap(blob -> blob.string("content"));
    }

    /** Returns the sequence number at which a summary was uploaded. */
    public static long referenceSequenceNumber(JsonObject upload) {
        return (long) upload.object("context")
                .flatMap(context -> context.number("referenceSequenceNumber"))
                .orElseThrow()
                .value();
    }

    /** Tells whether there is such a file. */
    public static boolean has(String file) {
        return Golden.class.getResource("/golden/runtime/" + file) != null;
    }

    private static URL resource(String file) {
        URL url = Golden.class.getResource("/golden/runtime/" + file);
        if (url == null) {
            throw new IllegalArgumentException("no golden file " + file);
        }
        return url;
    }

    public static String text(String file) {
        try (InputStream in = resource(file).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
