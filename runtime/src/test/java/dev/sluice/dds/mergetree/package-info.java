/** Tests of the merge-tree. */
@NullMarked
package dev.sluice.dds.mergetree;

import org.jspecify.annotations.NullMarked;
