package dev.sluice.server.metrics;

/** The limits whose refusals are counted, each by the key of its setting. */
public enum Limit {
    /** A message on a socket is too large. */
    MESSAGE_BYTES("message-max-bytes"),
    /** A connection receives too slowly. */
    OUTBOUND_QUEUE("outbound-queue-max-bytes"),
    /** There are too many connections. */
    CONNECTIONS("connections-max"),
    /** An op is too large. */
    OP_BYTES("op-max-bytes"),
    /** An op is larger than what was advertised. */
    OP_ADVERTISED_BYTES("op-size-check"),
    /** A submission has too many ops. */
    BATCH_OPS("batch-max-ops"),
    /** A client sends ops too fast. */
    OPS_RATE("client-ops-per-second"),
    /** A client sends signals too fast. */
    SIGNALS_RATE("client-signals-per-second"),
    /** Too many clients connect to a document at once. */
    DOCUMENT_CONNECTS_RATE("document-connects-per-second"),
    /** Too many connects come from an address at once. */
    ADDRESS_CONNECTS_RATE("address-connects-per-second"),
    /** Too much waits to be committed. */
    COMMIT_QUEUE("commit-queue-max-bytes"),
    /** A JSON body is too large. */
    JSON_BODY_BYTES("json-body-max-bytes"),
    /** A form-encoded envelope is too large. */
    ENVELOPE_BYTES("envelope-max-bytes"),
    /** A blob is too large. */
    BLOB_BYTES("blob-max-bytes"),
    /** A summary is too large. */
    SUMMARY_BYTES("summary-max-bytes"),
    /** A tree is too deep. */
    TREE_DEPTH("tree-max-depth"),
    /** A tree has too many entries. */
    TREE_ENTRIES("tree-max-entries"),
    /** JSON is nested too deeply. */
    JSON_DEPTH("json-max-depth"),
    /** A document has too many clients. */
    DOCUMENT_CLIENTS("clients-per-document-max"),
    /** Too many documents are open. */
    DOCUMENTS_OPEN("documents-open-max"),
    /** A token lasts too long. */
    TOKEN_LIFETIME("token-lifetime-max-ms");

    private final String settingKey;

    Limit(String settingKey) {
        this.settingKey = settingKey;
    }

    /** Returns the key of the setting that holds the limit; also the label's value. */
    public String settingKey() {
        return settingKey;
    }
}
