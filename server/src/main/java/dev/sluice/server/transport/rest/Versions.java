package dev.sluice.server.transport.rest;

import dev.sluice.protocol.DocumentId;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.storage.DocumentRow;
import dev.sluice.server.storage.RefName;
import dev.sluice.server.storage.StoreView;
import java.util.Optional;

/** Finds which version a request means. Pure, but for the view. */
final class Versions {
    private Versions() {}

    /**
     * Finds a version by the id of its commit, or a document's newest by the document's name.
     *
     * @throws RestException if the token is for another document
     */
    static Optional<GitId> find(RestRequest request, String name, StoreView view) {
        TenantId tenant = request.tenant();
        if (GitId.isGitId(name) && view.contains(tenant, GitId.parse(name))) {
            return Optional.of(GitId.parse(name));
        }
        DocumentId document = RestRequest.documentId(name);
        requireOwn(request, document);
        return head(new DocumentKey(tenant, document), view);
    }

    /** Returns the newest version of a document that is not deleted. */
    static Optional<GitId> head(DocumentKey key, StoreView view) {
        return view.document(key)
                .filter(row -> !row.isDeleted())
                .flatMap(row -> view.ref(key.tenant(), RefName.headOf(key.document())));
    }

    /** Refuses a name that the token is not for; one without a document, which only developer tenants let in, is for any. */
    static void requireOwn(RestRequest request, DocumentId document) {
        String named = request.claims().documentId();
        if (!named.isEmpty() && !named.equals(document.value())) {
            throw RestException.of(TokenCheck.Refused.otherDocument(document.value()));
        }
    }

    /**
     * Returns the row of a document.
     *
     * @throws RestException 404 if there is none, or it is deleted
     */
    static DocumentRow requireLive(DocumentKey key, StoreView view) {
        return view.document(key)
                .filter(row -> !row.isDeleted())
                .orElseThrow(() -> RestException.notFound("document " + key.document()));
    }
}
