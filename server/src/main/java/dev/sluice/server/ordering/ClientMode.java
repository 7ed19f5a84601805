package dev.sluice.server.ordering;

/** What a connection may do: follow a document, or also change it. */
public enum ClientMode {
    /** Follows; is no member of the quorum and holds nothing back. */
    READ,
    /** Changes; joins the quorum. */
    WRITE;

    /** Returns the name on the wire. */
    public String wireName() {
        return this == WRITE ? "write" : "read";
    }
}
