/**
 * The log of a chain: open, append, read, slice, weigh, verify. Everything else is behind {@code ChainLog}. In: signed
 * events. Out: evidence, and whether the log holds. Knows no rules and no tensors.
 *
 * <p><b>Recording from a service</b> takes three lines:
 *
 * <pre>{@code
 * ChainLog log = ChainLog.open("jdbc:sqlite:chain.db");
 * Recorder recorder = log.recorder("ct-chain", new PartyId("cloud"), KeyFile.read(Path.of("cloud.pem")));
 * recorder.record(EventDraft.of(served).uses("deployment:ct-assist").generates("output:4711"));
 * }</pre>
 *
 * <p><b>Threads and blocking.</b> {@code ChainLog}, {@code Recorder} and {@code SpoolingRecorder} are safe for
 * concurrent use and start no threads for their callers. A recorder serves its callers one after the other, since each
 * event names the one before; recorders of different parties or chains do not wait for each other but where the log
 * does. A call of {@code record} blocks for a signature, which takes some ten microseconds in memory or a round trip to
 * a key service, and for one durable commit, which takes what an fsync of the disk takes: around a millisecond on a
 * solid-state disk, ten on others. {@code recordAll} shares one commit among its events.
 *
 * <p><b>When the log cannot be reached</b>, the caller chooses. {@code Recorder} fails with {@code StoreException}; the
 * event was not recorded and is not counted, so that nothing looks withheld. {@code SpoolingRecorder} keeps the signed
 * event in a bounded file that survives the death of the process, and appends it later; the delay shows between
 * {@code at} and {@code recordedAt}. Other languages write files of JSON lines, which {@code EventLines} appends.
 *
 * <p><b>Callbacks.</b> {@code LogOptions.listener} is told every entry once it is durable, and what was refused; the
 * package {@code metrics} counts them for Micrometer.
 */
@NullMarked
package io.kdchain.provenance;

import org.jspecify.annotations.NullMarked;
