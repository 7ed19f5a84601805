package dev.sluice.server.admin;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the commands ask: a store that nobody has open, or a server that runs. Both answer in the same lines.
 *
 * <p>Confined to one thread. Every method throws {@link AdminException} if what is asked for is not there.
 */
interface DocumentSource extends AutoCloseable {
    /** Tells of every document, or of those of one tenant. */
    void list(Optional<TenantId> tenant, Lines lines) throws IOException;

    /** Tells what is known of one document. */
    void show(DocumentKey key, Lines lines) throws IOException;

    /** Hands over ops between two sequence numbers, both exclusive. */
    void ops(DocumentKey key, long fromExclusive, long toExclusive, Lines lines) throws IOException;

    /** Tells of the entries of a version's tree; without a version, of the newest one's. */
    void tree(DocumentKey key, Optional<GitId> version, Lines lines) throws IOException;

    /** Writes the files from which a document can be replayed into an empty or missing folder. */
    void export(DocumentKey key, Path folder) throws IOException;

    /** Brings back a document that was deleted and not yet erased; the only line names it. */
    void undelete(DocumentKey key, Lines lines) throws IOException;

    /** Checks the whole store; the last line is the verdict. */
    void verify(Lines lines) throws IOException;

    /** Writes a consistent copy of the store; the last line tells where. */
    void backup(String target, Lines lines) throws IOException;

    /** Brings documents that are not there any more back from a copy; all of them if none is named. */
    void restore(String backup, List<DocumentKey> documents, Lines lines) throws IOException;

    @Override
    void close();
}
