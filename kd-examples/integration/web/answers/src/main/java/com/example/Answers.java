package com.example;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.LabelWriter;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.label.aigc.Carrier;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What the service does, without a word of any framework. Safe for concurrent use. */
public class Answers {
    /** Invented, with a valid check digit. */
    private static final String PROVIDER_CODE = "001191990000MA0DEM0X1Y10001";

    private final ChainLog log;
    private final Recorder cloud;
    private final Signer key;
    private final Trust trust;
    private final LiabilityEngine engine;
    private final Map<String, Served> served = new ConcurrentHashMap<>();

    /** Serves under this key what it records with this recorder. */
    public Answers(ChainLog log, Recorder cloud, Signer key, Trust trust, LiabilityEngine engine) {
        this.log = log;
        this.cloud = cloud;
        this.key = key;
        this.trust = trust;
        this.engine = engine;
    }

    /**
     * An answer as it goes out.
     *
     * @param json the answer with the label of GB 45438-2025 in it
     * @param label the traceability label, to which that one leads
     */
    public record Served(String id, byte[] json, byte[] label) {}

    /** Answers, records that it did, and labels the answer. */
    public Served answer(String finding) {
        String id = UUID.randomUUID().toString();
        EntityId output = EntityId.parse("output:" + id);
        String json = "{\"notice\":\"AI生成 (AI-generated)\",\"finding\":%d}".formatted(finding.length());
        AigcFile answer = AigcFile.of(Carrier.JSON, json.getBytes(StandardCharsets.UTF_8));
        cloud.record(EventDraft.of(new OutputServed(
                        null,
                        List.of(
                                OutputServed.Label.RISK,
                                OutputServed.Label.TRACEABILITY,
                                OutputServed.Label.AIGC_EXPLICIT,
                                OutputServed.Label.AIGC_IMPLICIT),
                        null,
                        null))
                .uses("deployment:ct-assist")
                .generates(output.toString()));
        Label label = new LabelWriter(log.reader(), trust).write(output, answer.payload(), key);
        AigcFile labelled = answer.labelled(
                AigcLabel.of(PROVIDER_CODE, output.key(), label.traceCode().text()), AigcFile.Foreign.REFUSE);
        Served result = new Served(id, labelled.bytes(), label.toBytes());
        served.put(id, result);
        return result;
    }

    /** The traceability label of an answer; null if there is none of this id. */
    public byte[] label(String id) {
        Served one = served.get(id);
        return one == null ? null : one.label();
    }

    /** Who is liable if an answer harmed a patient by so much, as JSON. */
    public String attribute(String id, String amount) {
        return Report.json(engine.attribute(Incident.about("output:" + id)
                .claimant("patient")
                .occurredAt(Instant.now())
                .bodilyInjury(Money.of(amount, "CNY"))
                .build()));
    }
}
