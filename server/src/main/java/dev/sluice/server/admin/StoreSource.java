package dev.sluice.server.admin;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;
import dev.sluice.server.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Answers from a store that this process has open, and closes it. */
final class StoreSource implements DocumentSource {
    private final Store store;
    private final DocumentBrowser browser;

    StoreSource(Store store) {
        this.store = store;
        this.browser = new DocumentBrowser(store);
    }

    @Override
    public void list(Optional<TenantId> tenant, Lines lines) throws IOException {
        browser.list(tenant, lines);
    }

    @Override
    public void show(DocumentKey key, Lines lines) throws IOException {
        browser.show(key, lines);
    }

    @Override
    public void ops(DocumentKey key, long fromExclusive, long toExclusive, Lines lines) throws IOException {
        browser.ops(key, fromExclusive, toExclusive, lines);
    }

    @Override
    public void tree(DocumentKey key, Optional<GitId> version, Lines lines) throws IOException {
        browser.tree(key, version, lines);
    }

    @Override
    public void export(DocumentKey key, Path folder) throws IOException {
        DocumentExport.write(store, key, new ExportFolder(folder)::begin);
    }

    @Override
    public void undelete(DocumentKey key, Lines lines) throws IOException {
        DocumentUndelete.run(store, key, lines);
    }

    @Override
    public void verify(Lines lines) throws IOException {
        Verification.run(store, lines);
    }

    @Override
    public void backup(String target, Lines lines) throws IOException {
        Backups.write(store, Path.of(target), lines);
    }

    @Override
    public void restore(String backup, List<DocumentKey> documents, Lines lines) throws IOException {
        DocumentRestore.run(Path.of(backup), store, documents, lines);
    }

    @Override
    public void close() {
        try {
            store.close();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("the store did not close", failed);
        }
    }
}
