/** Tests of data stores, and of container runtimes with data stores in them. */
@NullMarked
package dev.sluice.datastore;

import org.jspecify.annotations.NullMarked;
