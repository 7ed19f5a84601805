/** Tests of this backend, the common contract among them. */
@NullMarked
package dev.sluice.server.storage.lmdb;

import org.jspecify.annotations.NullMarked;
