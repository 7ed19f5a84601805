package dev.sluice.server.config;

/**
 * What an input can be refused for being over, each by the setting that holds it.
 *
 * <p>Whoever refuses says which of these it was; the operator reads it as a label.
 */
public enum Limit {
    /** A message on a socket is too large. */
    MESSAGE_BYTES(Settings.MESSAGE_MAX_BYTES),
    /** A connection receives too slowly. */
    OUTBOUND_QUEUE(Settings.OUTBOUND_QUEUE_MAX_BYTES),
    /** There are too many connections. */
    CONNECTIONS(Settings.CONNECTIONS_MAX),
    /** An op is too large. */
    OP_BYTES(Settings.OP_MAX_BYTES),
    /** An op is larger than what was advertised. */
    OP_ADVERTISED_BYTES(Settings.OP_SIZE_CHECK),
    /** A submission has too many ops. */
    BATCH_OPS(Settings.BATCH_MAX_OPS),
    /** A client sends ops too fast. */
    OPS_RATE(Settings.CLIENT_OPS_PER_SECOND),
    /** A client sends signals too fast. */
    SIGNALS_RATE(Settings.CLIENT_SIGNALS_PER_SECOND),
    /** Too many clients connect to a document at once. */
    DOCUMENT_CONNECTS_RATE(Settings.DOCUMENT_CONNECTS_PER_SECOND),
    /** Too many connects come from an address at once. */
    ADDRESS_CONNECTS_RATE(Settings.ADDRESS_CONNECTS_PER_SECOND),
    /** Too many requests concern a tenant at once. */
    TENANT_REQUESTS_RATE(Settings.TENANT_REQUESTS_PER_SECOND),
    /** Too much of one document waits to be committed. */
    DOCUMENT_QUEUE(Settings.DOCUMENT_QUEUE_MAX_BYTES),
    /** Too much of all documents waits to be committed. */
    COMMIT_QUEUE(Settings.COMMIT_QUEUE_MAX_BYTES),
    /** A JSON body is too large. */
    JSON_BODY_BYTES(Settings.JSON_BODY_MAX_BYTES),
    /** A form-encoded envelope is too large. */
    ENVELOPE_BYTES(Settings.ENVELOPE_MAX_BYTES),
    /** A blob is too large. */
    BLOB_BYTES(Settings.BLOB_MAX_BYTES),
    /** A summary is too large. */
    SUMMARY_BYTES(Settings.SUMMARY_MAX_BYTES),
    /** A tree is too deep. */
    TREE_DEPTH(Settings.TREE_MAX_DEPTH),
    /** A tree has too many entries. */
    TREE_ENTRIES(Settings.TREE_MAX_ENTRIES),
    /** JSON is nested too deeply. */
    JSON_DEPTH(Settings.JSON_MAX_DEPTH),
    /** Answers that clients are still reading hold too much. */
    REPLIES_BYTES(Settings.REPLIES_MAX_BYTES),
    /** A document has too many clients. */
    DOCUMENT_CLIENTS(Settings.CLIENTS_PER_DOCUMENT_MAX),
    /** A client refers to ops too far back. */
    CLIENT_LAG(Settings.CLIENT_LAG_MAX_OPS),
    /** The quorum of a document would hold too much. */
    QUORUM_BYTES(Settings.QUORUM_MAX_BYTES),
    /** Too many documents are open. */
    DOCUMENTS_OPEN(Settings.DOCUMENTS_OPEN_MAX),
    /** A token lasts too long. */
    TOKEN_LIFETIME(Settings.TOKEN_LIFETIME_MAX_MS);

    private final String settingKey;

    Limit(Setting<?> setting) {
        this.settingKey = setting.key();
    }

    /** Returns the key of the setting that holds the limit; also the label's value. */
    public String settingKey() {
        return settingKey;
    }
}
