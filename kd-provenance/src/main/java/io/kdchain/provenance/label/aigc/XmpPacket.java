package io.kdchain.provenance.label.aigc;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPIterator;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.options.IteratorOptions;
import com.adobe.internal.xmp.options.ParseOptions;
import com.adobe.internal.xmp.options.SerializeOptions;
import com.adobe.internal.xmp.properties.XMPPropertyInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet of XMP, in which one property is changed and the others are kept. */
final class XmpPacket {
    /** Namespace of the label's property (TC260-PG-20259A, clause 6). */
    static final String NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/";

    private static final String PREFIX = "TC260:";
    private static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static final String IPTC_PREFIX = "Iptc4xmpExt:";
    private static final String SOURCE_TYPE = "DigitalSourceType";
    /** What a label replaces in a foreign packet is deleted by path; more than this is an attack. */
    private static final int MAX_PROPERTIES = 10_000;

    /** Some cameras put pictures into packets; more than this is an attack. */
    private static final int MAX_BYTES = 16 << 20;
    /** The library that reads a packet goes as deep as the packet does. */
    private static final int MAX_DEPTH = 100;

    private final XMPMeta meta;

    private XmpPacket(XMPMeta meta) {
        this.meta = meta;
    }

    static XmpPacket empty() {
        return new XmpPacket(XMPMetaFactory.create());
    }

    /** Reads a packet; entities and document types are refused, so that it cannot fetch or swell. */
    static XmpPacket parse(byte[] packet) throws XMPException {
        if (packet.length > MAX_BYTES) {
            throw new XMPException("it has %d bytes, and at most %d are read".formatted(packet.length, MAX_BYTES), 0);
        }
        if (XmlDepth.of(packet, MAX_DEPTH) > MAX_DEPTH) {
            throw new XMPException("it is nested deeper than %d levels".formatted(MAX_DEPTH), 0);
        }
        return new XmpPacket(XMPMetaFactory.parseFromBuffer(packet, new ParseOptions().setDisallowDoctype(true)));
    }

    /** One property that is meant as a label: its qualified name says in which namespace. */
    record Property(String namespace, String path, String text, boolean simple) {
        /** The name without its prefix if the namespace is the one of the guide, else with it in braces. */
        String key() {
            String local = path.substring(path.indexOf(':') + 1);
            return namespace.equals(NAMESPACE) ? local : "{%s}%s".formatted(namespace, local);
        }
    }

    /** Properties of the first level whose name contains AIGC, or whose namespace is that of the label. */
    List<Property> labels() throws XMPException {
        List<Property> found = new ArrayList<>();
        XMPIterator all = meta.iterator(new IteratorOptions().setOmitQualifiers(true));
        int seen = 0;
        while (all.hasNext()) {
            if (++seen > MAX_PROPERTIES) {
                throw new XMPException("more than %d properties".formatted(MAX_PROPERTIES), 0);
            }
            XMPPropertyInfo info = (XMPPropertyInfo) all.next();
            String path = info.getPath();
            if (path == null || path.contains("/") || path.contains("[")) {
                continue;
            }
            String local = path.substring(path.indexOf(':') + 1);
            if (Format.isKey(local) || NAMESPACE.equals(info.getNamespace())) {
                found.add(new Property(
                        info.getNamespace(),
                        path,
                        info.getValue() == null ? "" : info.getValue(),
                        info.getOptions().isSimple()));
            }
        }
        return found;
    }

    /** Value of IPTC DigitalSourceType; null if there is none. */
    @Nullable
    String sourceType() throws XMPException {
        return meta.getPropertyString(IPTC, SOURCE_TYPE);
    }

    /** Takes every label out. */
    void strip() throws XMPException {
        for (Property label : labels()) {
            meta.deleteProperty(label.namespace(), label.path());
        }
    }

    /** Puts one label in the place of all, and what IPTC says of the source beside it. */
    void put(AigcLabel label) throws XMPException {
        for (Property old : labels()) {
            // the label itself keeps its place in the packet, so that replacing it once more gives the same bytes
            if (!old.namespace().equals(NAMESPACE) || !old.key().equals(AigcLabel.KEY) || !old.simple()) {
                meta.deleteProperty(old.namespace(), old.path());
            }
        }
        XMPMetaFactory.getSchemaRegistry().registerNamespace(NAMESPACE, PREFIX);
        XMPMetaFactory.getSchemaRegistry().registerNamespace(IPTC, IPTC_PREFIX);
        meta.setProperty(NAMESPACE, AigcLabel.KEY, label.bare());
        String type = SourceType.beside(label.kind(), sourceType());
        if (type != null) {
            meta.setProperty(IPTC, SOURCE_TYPE, type);
        }
    }

    /**
     * The packet, all but without padding (none at all means two kilobytes), since nobody edits it in place. Properties
     * are elements, whose order the parser keeps; that of attributes it does not.
     */
    byte[] toBytes() throws XMPException {
        return XMPMetaFactory.serializeToBuffer(
                meta, new SerializeOptions().setPadding(1).setUseCanonicalFormat(true));
    }

    /** Adds what a packet bears to what a file bears. */
    static void read(byte[] bytes, String place, Format.Findings findings) {
        try {
            XmpPacket packet = parse(bytes);
            for (Property label : packet.labels()) {
                findings.found(place, label.key(), label.text());
            }
            String type = packet.sourceType();
            if (type != null) {
                findings.sourceType = type;
            }
        } catch (XMPException e) {
            findings.unread(place, "The XMP packet cannot be read: %s.".formatted(e.getMessage()));
        }
    }

    /** A packet with the label put in; null stands for no packet so far. */
    static byte[] labelled(byte @Nullable [] packet, AigcLabel label) {
        try {
            XmpPacket xmp = packet == null ? empty() : parse(packet);
            xmp.put(label);
            return xmp.toBytes();
        } catch (XMPException e) {
            throw new AigcException("The XMP packet of the file cannot be changed: %s.".formatted(e.getMessage()), e);
        }
    }

    /** A packet without labels. */
    static byte[] stripped(byte[] packet) {
        try {
            XmpPacket xmp = parse(packet);
            xmp.strip();
            return xmp.toBytes();
        } catch (XMPException e) {
            throw new AigcException("The XMP packet of the file cannot be changed: %s.".formatted(e.getMessage()), e);
        }
    }
}
