package dev.sluice.server.storage.lmdb;

import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.git.GitId;

/** Names a Git object of a store in memory. Immutable. */
record ObjectKey(TenantId tenant, GitId id) {}
