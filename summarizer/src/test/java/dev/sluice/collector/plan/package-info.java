/** Tests of what plans decide. */
@NullMarked
package dev.sluice.collector.plan;

import org.jspecify.annotations.NullMarked;
