/**
 * How the versions of a document stand in the store: trees, commits, the protocol's own subtree, creation and erasure.
 *
 * <p>Functions here turn summaries into transactions and trees into what clients read; they decide nothing about sequencing
 * and know nothing of HTTP. Whatever takes a {@link dev.sluice.server.storage.StoreView} lives only as long as that view.
 */
@NullMarked
package dev.sluice.server.summary;

import org.jspecify.annotations.NullMarked;
