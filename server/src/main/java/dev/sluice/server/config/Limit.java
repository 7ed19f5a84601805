package dev.sluice.server.config;

/**
 * What an input can be refused for being over, each by the setting that holds it.
 *
 * <p>Whoever refuses says which of these it was; the operator reads it as a label.
 */
public enum Limit {
    /** A message on a socket is too large. */
    MESSAGE_BYTES(SocketSettings.MESSAGE_MAX_BYTES),
    /** A connection receives too slowly. */
    OUTBOUND_QUEUE(SocketSettings.OUTBOUND_QUEUE_MAX_BYTES),
    /** There are too many connections. */
    CONNECTIONS(SocketSettings.CONNECTIONS_MAX),
    /** An op is too large. */
    OP_BYTES(RateSettings.OP_MAX_BYTES),
    /** An op is larger than what was advertised. */
    OP_ADVERTISED_BYTES(RateSettings.OP_SIZE_CHECK),
    /** A submission has too many ops. */
    BATCH_OPS(RateSettings.BATCH_MAX_OPS),
    /** A client sends ops too fast. */
    OPS_RATE(RateSettings.CLIENT_OPS_PER_SECOND),
    /** A client sends signals too fast. */
    SIGNALS_RATE(RateSettings.CLIENT_SIGNALS_PER_SECOND),
    /** Too many clients connect to a document at once. */
    DOCUMENT_CONNECTS_RATE(RateSettings.DOCUMENT_CONNECTS_PER_SECOND),
    /** Too many connects come from an address at once. */
    ADDRESS_CONNECTS_RATE(RateSettings.ADDRESS_CONNECTS_PER_SECOND),
    /** Too many requests concern a tenant at once. */
    TENANT_REQUESTS_RATE(RateSettings.TENANT_REQUESTS_PER_SECOND),
    /** Too much of one document waits to be committed. */
    DOCUMENT_QUEUE(DocumentSettings.DOCUMENT_QUEUE_MAX_BYTES),
    /** Too much of all documents waits to be committed. */
    COMMIT_QUEUE(StorageSettings.COMMIT_QUEUE_MAX_BYTES),
    /** A JSON body is too large. */
    JSON_BODY_BYTES(RequestSettings.JSON_BODY_MAX_BYTES),
    /** A form-encoded envelope is too large. */
    ENVELOPE_BYTES(RequestSettings.ENVELOPE_MAX_BYTES),
    /** A blob is too large. */
    BLOB_BYTES(RequestSettings.BLOB_MAX_BYTES),
    /** A summary is too large. */
    SUMMARY_BYTES(RequestSettings.SUMMARY_MAX_BYTES),
    /** A tree is too deep. */
    TREE_DEPTH(RequestSettings.TREE_MAX_DEPTH),
    /** A tree has too many entries. */
    TREE_ENTRIES(RequestSettings.TREE_MAX_ENTRIES),
    /** JSON is nested too deeply. */
    JSON_DEPTH(RequestSettings.JSON_MAX_DEPTH),
    /** Answers that clients are still reading hold too much. */
    REPLIES_BYTES(RequestSettings.REPLIES_MAX_BYTES),
    /** A document has too many clients. */
    DOCUMENT_CLIENTS(DocumentSettings.CLIENTS_PER_DOCUMENT_MAX),
    /** A client refers to ops too far back. */
    CLIENT_LAG(DocumentSettings.CLIENT_LAG_MAX_OPS),
    /** The quorum of a document would hold too much. */
    QUORUM_BYTES(DocumentSettings.QUORUM_MAX_BYTES),
    /** Too many documents are open. */
    DOCUMENTS_OPEN(DocumentSettings.DOCUMENTS_OPEN_MAX),
    /** A token lasts too long. */
    TOKEN_LIFETIME(SecuritySettings.TOKEN_LIFETIME_MAX_MS);

    private final String settingKey;

    Limit(Setting<?> setting) {
        this.settingKey = setting.key();
    }

    /** Returns the key of the setting that holds the limit; also the label's value. */
    public String settingKey() {
        return settingKey;
    }
}
