package dev.sluice.protocol.handle;

import dev.sluice.protocol.summary.SummaryPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of a node of the reference graph (garbage-collection §1.1): {@code /} for the container, {@code /store}, {@code
 * /store/channel}, {@code /_blobs/id}. Immutable.
 *
 * @param text begins with a slash and does not end with one, but for the container's
 * @since 0.1
 */
public record NodePath(String text) {
    private static final String BLOBS_NAME = "_blobs";

    /** The container, the only root. */
    public static final NodePath ROOT = new NodePath("/");

    /** What all attachment blobs lie in. */
    public static final NodePath BLOBS = new NodePath("/" + BLOBS_NAME);

    /** Checks the form. */
    public NodePath {
        if (!text.startsWith("/") || (text.length() > 1 && text.endsWith("/"))) {
            throw new IllegalArgumentException("found path " + text + ", expected a leading slash and no trailing one");
        }
    }

    /** Returns the path that a URL leads to: without its query and its outer slashes. */
    public static NodePath ofUrl(String url) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return new NodePath("/" + path.substring(from, to));
    }

    /** Returns the path of a data store. */
    public static NodePath ofStore(String storeId) {
        return new NodePath("/" + storeId);
    }

    /** Returns the path of a channel. */
    public static NodePath ofChannel(String storeId, String channelId) {
        return new NodePath("/" + storeId + "/" + channelId);
    }

    /** Returns the path of an attachment blob. */
    public static NodePath ofBlob(String localId) {
        return new NodePath("/" + BLOBS_NAME + "/" + localId);
    }

    /**
     * Returns the names on the way, decoded (runtime-formats §4.2); none for the container.
     *
     * @throws IllegalArgumentException if an escape is malformed
     */
    public List<String> names() {
        return Stream.of(text.substring(1).split("/"))
                .filter(name -> !name.isEmpty())
                .map(SummaryPath::decode)
                .toList();
    }

    /** Returns the local id if this names an attachment blob. */
    public Optional<String> blobId() {
        List<String> names = names();
        return names.size() == 2 && names.get(0).equals(BLOBS_NAME) ? Optional.of(names.get(1)) : Optional.empty();
    }

    /** Returns the data store this names or lies in, unless it is the container or a blob. */
    public Optional<String> storeId() {
        List<String> names = names();
        return names.isEmpty() || names.get(0).equals(BLOBS_NAME) ? Optional.empty() : Optional.of(names.get(0));
    }

    @Override
    public String toString() {
        return text;
    }
}
