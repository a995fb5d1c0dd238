package io.kdchain.provenance;

import io.kdchain.provenance.artefact.SealedFile;
import io.kdchain.provenance.artefact.SealedHeader;
import io.kdchain.provenance.artefact.TransferCard;
import io.kdchain.provenance.artefact.TransferException;
import io.kdchain.provenance.artefact.TransferException.Reason;
import io.kdchain.provenance.artefact.TransferKey;
import io.kdchain.provenance.event.ArtefactTransferred;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.TransferConfirmed;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Moves artefacts between parties so that both can prove it: sealing records what was sent to whom, opening records
 * that it arrived. A file that is not what the log says was sent is not opened.
 */
public final class Transfers {
    private final ChainLog log;
    private final Recorder recorder;

    /**
     * Transfers of one party.
     *
     * @param recorder records in the name of the party that seals or opens
     */
    public Transfers(ChainLog log, Recorder recorder) {
        this.log = log;
        this.recorder = recorder;
    }

    /**
     * Seals a file or a folder for a recipient and records it.
     *
     * @param card of the recipient, as {@link TransferCard#read} gave it under the key that the log knows
     * @throws TransferException if it cannot be sealed; then nothing is recorded
     */
    public LogEntry seal(Path plain, Path target, EntityId artefact, TransferCard card, Instant at) {
        SealedFile made = SealedFile.seal(plain, target, recorder.party(), artefact, card);
        return recorder.record(
                new ArtefactTransferred(
                        artefact,
                        card.party(),
                        ArtefactTransferred.Protection.DYNAMIC_ENCRYPTED,
                        Long.toString(card.epoch()),
                        made.header().plaintextDigest(),
                        made.ciphertextDigest()),
                at,
                List.of(artefact),
                List.of(),
                List.of());
    }

    /**
     * Opens a file that another party sealed, and confirms it. If that was cut short before it was recorded, and the
     * target holds what was sent, only the confirmation is made up for.
     *
     * @throws TransferException if it is not what the log says was sent, was opened before, or cannot be opened; then
     *     nothing is recorded and the target is not there
     */
    public LogEntry open(Path file, Path target, TransferKey key, Instant at) {
        SealedFile got = SealedFile.read(file);
        SealedHeader header = got.header();
        if (!header.to().equals(recorder.party())) {
            throw new TransferException(
                    Reason.OTHER_RECIPIENT,
                    "%s is sealed for '%s', not for '%s'.".formatted(file, header.to(), recorder.party()));
        }
        Evidence evidence = log.evidence(List.of(header.artefact()));
        List<LogEntry> sent = evidence.admitted().stream()
                .filter(entry -> entry.event().body() instanceof ArtefactTransferred)
                .toList();
        LogEntry announced = sent.stream()
                .filter(entry -> got.ciphertextDigest().equals(body(entry).ciphertextDigest()))
                .findFirst()
                .orElseThrow(() -> unknown(file, header, sent));
        contradiction(file, header, announced);
        evidence.admitted().stream()
                .map(LogEntry::event)
                .filter(event -> event.body() instanceof TransferConfirmed
                        && event.actor().equals(recorder.party())
                        && event.refs().contains(announced.event().id()))
                .findFirst()
                .ifPresent(event -> {
                    throw new TransferException(
                            Reason.REPLAYED,
                            "%s was opened before, and confirmed by event %s at %s. Whoever sends it again may want to pass old content off as new."
                                    .formatted(file, event.id(), event.at()));
                });
        if (!got.isOpenedAt(target)) {
            SealedFile.open(file, target, key);
        }
        return recorder.record(
                new TransferConfirmed(header.artefact(), header.from(), header.plaintextDigest()),
                at,
                List.of(header.artefact()),
                List.of(),
                List.of(announced.event().id()));
    }

    private static ArtefactTransferred body(LogEntry entry) {
        if (entry.event().body() instanceof ArtefactTransferred body) {
            return body;
        }
        throw new IllegalStateException("Entry %d is no transfer.".formatted(entry.index()));
    }

    /** The log knows no file with these bytes: says whether it knows the transfer that they claim to be. */
    private static TransferException unknown(Path file, SealedHeader header, List<LogEntry> sent) {
        boolean known = sent.stream()
                .anyMatch(entry -> entry.event().actor().equals(header.from())
                        && body(entry).to().equals(header.to())
                        && header.plaintextDigest().equals(body(entry).plaintextDigest()));
        return known
                ? SealedFile.damage(file, header)
                : new TransferException(
                        Reason.NOT_ANNOUNCED,
                        "The log knows of no transfer of %s from '%s' to '%s' with the content of %s. Ask '%s' to record it, or mistrust the file."
                                .formatted(header.artefact(), header.from(), header.to(), file, header.from()));
    }

    private static void contradiction(Path file, SealedHeader header, LogEntry announced) {
        ArtefactTransferred body = body(announced);
        Event event = announced.event();
        boolean same = event.actor().equals(header.from())
                && body.to().equals(header.to())
                && body.artefact().equals(header.artefact())
                && Long.toString(header.epoch()).equals(body.keyEpoch())
                && header.plaintextDigest().equals(body.plaintextDigest());
        if (!same) {
            throw new TransferException(
                    Reason.CONTRADICTS_LOG,
                    "%s says that it is %s from '%s' to '%s' in epoch %d; entry %d of the log says otherwise."
                            .formatted(
                                    file,
                                    header.artefact(),
                                    header.from(),
                                    header.to(),
                                    header.epoch(),
                                    announced.index()));
        }
    }
}
