package dev.sluice.server.live;

import dev.sluice.protocol.json.JsonObject;
import java.util.Collection;
import java.util.List;

/** A collaborator that can make garbage, ask for it and collect it. Each call waits until it is done. */
interface CollectingPeer extends Peer {
    /** What becomes of a request. */
    enum Found {
        /** It is given. */
        THERE,
        /** It is refused, for what is asked for is a tombstone. */
        TOMBSTONED,
        /** It is refused, for what is asked for was deleted. */
        DELETED,
        /** It is refused, for nobody knows what is asked for. */
        NEVER_THERE
    }

    /** Makes a data store and keeps its handle under a key of the common map. */
    void addStore(String key);

    /** Takes steps in the structures of a data store to which the common map has a handle, once it is there. */
    void editStore(String key, List<JsonObject> steps);

    /** The state of each structure of such a data store. */
    JsonObject storeState(String key);

    /** Fetches a blob to which the map of such a data store has a handle. */
    byte[] storeBlob(String store, String key);

    /** Remembers the handle under a key, once it is there, and returns its path. */
    String remember(String key);

    /** Puts a handle back that was {@link #remember remembered}. */
    void putBack(String key);

    /** Asks the open document for a path. */
    Found request(String path);

    /** Asks for one path after the other. */
    default List<Found> requests(Collection<String> paths) {
        return paths.stream().map(this::request).toList();
    }

    /** Collects and summarizes a document, as a client of its own. */
    void summarize(String documentId);
}
