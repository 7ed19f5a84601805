package dev.sluice.server.auth;

import java.util.List;

/** The permissions a token may carry (SVC §2). */
public final class Scope {
    /** Load a document and read it live. */
    public static final String DOC_READ = "doc:read";

    /** Submit ops and upload content. */
    public static final String DOC_WRITE = "doc:write";

    /** Submit summaries. */
    public static final String SUMMARY_WRITE = "summary:write";

    /** Delete a document. */
    public static final String DOC_DELETE = "doc:delete";

    /** Revoke a token. */
    public static final String TOKEN_REVOKE = "token:revoke";

    /** What applications give their users. */
    public static final List<String> USER = List.of(DOC_READ, DOC_WRITE, SUMMARY_WRITE);

    private Scope() {}
}
