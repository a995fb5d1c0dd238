package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.exchange.prov.ProvJson;
import java.util.List;

/** Formats of other tools in which the events of a log are given. Each names leaf index and root of what it gives. */
public enum ExchangeFormat implements Coded {
    /** W3C PROV-JSON. */
    PROV_JSON,
    /** A CycloneDX 1.6 machine-learning bill of materials; needs cyclonedx-core-java on the class path. */
    CYCLONEDX,
    /** OpenLineage 2-0-2 run events, one a line. */
    OPENLINEAGE,
    /** The signed envelopes, one a line, and beside them their places in the log. */
    INTOTO;

    /**
     * Writes the events.
     *
     * @throws BundleException if a library that the format needs is not there
     */
    public List<ExportedFile> export(ExportSource source) {
        return switch (this) {
            case PROV_JSON -> one(ProvJson.write(ProvExport.document(source)));
            case CYCLONEDX -> one(bom(source));
            case OPENLINEAGE -> one(OpenLineageExport.lines(source));
            case INTOTO -> InTotoExport.files(source);
        };
    }

    private static byte[] bom(ExportSource source) {
        try {
            return CycloneDxExport.bom(source);
        } catch (NoClassDefFoundError e) {
            throw new BundleException(
                    "The CycloneDX export needs the library org.cyclonedx:cyclonedx-core-java, which is optional. Put it on the class path.");
        }
    }

    private static List<ExportedFile> one(byte[] content) {
        return List.of(new ExportedFile("", Bytes.of(content)));
    }
}
