package dev.sluice.dds.testing;

import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.protocol.summary.SummaryBlob;
import dev.sluice.protocol.summary.SummaryObject;
import dev.sluice.protocol.summary.SummaryTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The blobs of a channel by path. */
public record Blobs(Map<String, String> texts) implements ChannelStorage {
    /** The blobs of a summary that was just written. */
    public static Blobs of(SummaryTree tree) {
        Map<String, String> texts = new LinkedHashMap<>();
        collect("", tree, texts);
        return new Blobs(texts);
    }

    private static void collect(String path, SummaryObject part, Map<String, String> texts) {
        if (part instanceof SummaryTree tree) {
            tree.entries().forEach((name, entry) -> collect(path.isEmpty() ? name : path + "/" + name, entry, texts));
        } else {
            texts.put(path, ((SummaryBlob) part).text().orElseThrow());
        }
    }

    /** A single blob. */
    public static Blobs header(String text) {
        return new Blobs(Map.of("header", text));
    }

    @Override
    public Set<String> paths() {
        return texts.keySet();
    }

    @Override
    public byte[] read(String path) {
        String text = texts.get(path);
        if (text == null) {
            throw new ChannelException("found no blob " + path + " in " + paths());
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
