/** Tests of the reviewer: its remarks, and the whole way from a browser to the service and back. */
@NullMarked
package dev.sluice.samples.review;

import org.jspecify.annotations.NullMarked;
