/**
 * The store's interface: Git objects, refs, document rows, op logs and checkpoints, written in atomic transactions.
 *
 * <p>Backends live in the sub-packages and pass one contract test. A transaction is data, so that any backend, or many
 * transactions in one commit, can carry it out; preconditions are part of it. Nothing here knows of sockets or sequencing.
 */
@NullMarked
package dev.sluice.server.storage;

import org.jspecify.annotations.NullMarked;
