package dev.sluice.server.live;

import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;

/** A collaborator in a playground: a document with one of each structure. Each call waits until it is done. */
interface Peer extends AutoCloseable {
    /** What it runs, for messages. */
    String name();

    /** The structures it has, of those in {@link Steps}. */
    List<String> structures();

    /** Creates a document and returns its id. */
    String create();

    /** Opens a document and begins to follow it. */
    void load(String documentId);

    /** Takes steps in one turn. */
    void edit(List<JsonObject> steps);

    /** Makes a map, puts things into it and keeps its handle under a key of the common map, all in one turn. */
    void nest(String key, JsonObject entries);

    /** Returns the entries of a map that somebody {@link #nest nested}, once its handle is there. */
    JsonValue nested(String key);

    /** Uploads a blob and keeps its handle under a key of the common map. */
    void uploadBlob(String key, byte[] content);

    /** Fetches a blob to which the common map has a handle, once it is there. */
    byte[] downloadBlob(String key);

    void disconnect();

    void connect();

    /** Waits until it can send. */
    void awaitConnected();

    /** Waits until the service has all its edits, and returns the newest op it has seen. */
    long awaitSaved();

    /** Waits until it has seen an op. */
    void awaitSequenceNumber(long sequenceNumber);

    /** Waits until it has seen that many summaries acknowledged since it opened the document. */
    void awaitSummaryAcks(int count);

    /** The state of each structure, as {@code states.mjs} has it. */
    JsonObject state();

    /** Closes the document; another may be opened. */
    void leave();

    @Override
    void close();
}
