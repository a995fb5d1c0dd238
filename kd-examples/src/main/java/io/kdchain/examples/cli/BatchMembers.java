package io.kdchain.examples.cli;

import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.label.OutputBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The outputs of a batch, as a file lists them: an id and a digest a line, in their order. */
final class BatchMembers {
    private final Path file;
    private final OutputBatch batch;
    private final Map<String, Member> members;

    private record Member(int place, Digest digest) {}

    private BatchMembers(Path file, OutputBatch batch, Map<String, Member> members) {
        this.file = file;
        this.batch = batch;
        this.members = members;
    }

    /**
     * Reads a list.
     *
     * @throws BadInputException with the line if it is none, names an output twice, or is empty
     */
    static BatchMembers read(Path file) throws IOException {
        OutputBatch.Builder batch = new OutputBatch.Builder();
        Map<String, Member> members = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    add(line, batch, members);
                } catch (IllegalArgumentException e) {
                    throw new BadInputException("%s:%d:1: %s".formatted(file, number, e.getMessage()));
                }
            }
        }
        if (members.isEmpty()) {
            throw new BadInputException("%s lists no output; one a line is expected.".formatted(file));
        }
        return new BatchMembers(file, batch.build(), members);
    }

    private static void add(String line, OutputBatch.Builder batch, Map<String, Member> members) {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("a line is the id of an output, one space, and sha256:…");
        }
        EntityId output = EntityId.parse(line.substring(0, space));
        if (output.kind() != EntityKind.OUTPUT || output.digest() != null) {
            throw new IllegalArgumentException("'%s' is no id such as output:4711".formatted(output));
        }
        Digest digest = Digest.parse(line.substring(space + 1));
        if (members.put(output.key(), new Member(batch.add(output, digest), digest)) != null) {
            throw new IllegalArgumentException("'%s' stands there twice".formatted(output));
        }
    }

    /** What the event states of the batch. */
    OutputServed.Batch batch() {
        return batch.batch();
    }

    /** The digest of an output's bytes. */
    Digest digest(EntityId output) {
        return member(output).digest();
    }

    /** That an output is in the batch. */
    OutputBatch.Proof proof(EntityId output) {
        return batch.proof(member(output).place());
    }

    private Member member(EntityId output) {
        Member member = members.get(output.key());
        if (member == null) {
            throw new BadInputException("%s does not list %s.".formatted(file, output.key()));
        }
        return member;
    }
}
