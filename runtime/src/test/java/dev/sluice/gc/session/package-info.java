/** What listeners hear. */
@NullMarked
package dev.sluice.gc.session;

import org.jspecify.annotations.NullMarked;
