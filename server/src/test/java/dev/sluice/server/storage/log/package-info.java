/** Tests of the log of Git objects: whatever is left of its file, it gives back what was appended, in order, up to the damage. */
@NullMarked
package dev.sluice.server.storage.log;

import org.jspecify.annotations.NullMarked;
