/** What summaries say of collection, over those before. */
@NullMarked
package dev.sluice.summary;

import org.jspecify.annotations.NullMarked;
