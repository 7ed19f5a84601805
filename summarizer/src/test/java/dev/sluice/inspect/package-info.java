/** What operators are told of documents in a service in memory. */
@NullMarked
package dev.sluice.inspect;

import org.jspecify.annotations.NullMarked;
