/** Tests of replays; recordings come from {@code golden/runtime}. */
@NullMarked
package dev.sluice.replay;

import org.jspecify.annotations.NullMarked;
