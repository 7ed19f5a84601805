/**
 * Kills a real server under load, again and again, and holds it to what it had acknowledged (I2, I6, I7).
 *
 * <p>Clients write down in a {@link dev.sluice.server.crash.Ledger} what they were told; nothing else counts as
 * acknowledged. Then the process gets SIGKILL, its store is verified while nobody has it open, a new process is started on
 * it, and an {@link dev.sluice.server.crash.Exam} looks for every line of the ledger. What SIGKILL cannot show is what a
 * power cut takes: the operating system keeps what the dead process had written.
 *
 * <p>One thread runs the rounds. Each part of the load has a thread of its own, and only the ledger and the
 * {@link dev.sluice.server.crash.Crash} are shared between them.
 */
@NullMarked
package dev.sluice.server.crash;

import org.jspecify.annotations.NullMarked;
