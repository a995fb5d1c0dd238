package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * DOCX (Office Open XML, ECMA-376): the label is a custom property of the document (TC260-PG-20258A, clause 6.1). The
 * part of these properties is added, with its content type and its relationship, if there is none, and otherwise keeps
 * the other properties. The bytes of every further part are copied as they are packed.
 */
final class DocxFormat implements Format {
    private static final String TYPES = "[Content_Types].xml";
    private static final String RELATIONS = "_rels/.rels";
    private static final String PROPERTIES = "docProps/custom.xml";
    private static final String DOCUMENT = "word/";
    private static final String SIGNATURES = "_xmlsignatures/";
    private static final int MAX_PART = 4 << 20;
    private static final int MAX_DEPTH = 100;

    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/";
    private static final String CUSTOM = OFFICE + "custom-properties";
    private static final String VALUES = OFFICE + "docPropsVTypes";
    private static final String RELATION = OFFICE + "relationships/custom-properties";
    /** In the strict form of the standard (ECMA-376 part 1) the namespaces are others. */
    private static final String STRICT = "http://purl.oclc.org/ooxml/officeDocument/";

    private static final String STRICT_CUSTOM = STRICT + "customProperties";
    private static final String STRICT_RELATION = STRICT + "relationships/customProperties";
    /** Of properties that a user defines (ECMA-376 part 1, section 22.3.2.2); their numbers begin with 2. */
    private static final String FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

    private static final int FIRST_NUMBER = 2;

    private static final String OUR_TYPE =
            "<Override PartName=\"/%s\" ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/>"
                    .formatted(PROPERTIES);
    private static final String OUR_ID = "rIdAIGC";
    private static final String OUR_RELATION =
            "<Relationship Id=\"%s\" Type=\"%s\" Target=\"%s\"/>".formatted(OUR_ID, RELATION, PROPERTIES);
    private static final String NO_PROPERTIES = "<Properties xmlns=\"%s\" xmlns:vt=\"%s\"/>".formatted(CUSTOM, VALUES);

    /** A file with the parts that a label changes. The part of properties is null if there is none. */
    private record Docx(
            Zip zip,
            String types,
            String relations,
            String part,
            @Nullable Document properties) {
        /** Whether the part of the properties stands there for labels alone, by the way it is registered. */
        boolean isOurs() {
            return types.contains(OUR_TYPE) && relations.contains(OUR_RELATION);
        }
    }

    static boolean isOne(byte[] bytes) {
        try {
            return Zip.isOne(bytes) && isDocument(Zip.of(bytes));
        } catch (AigcException e) {
            return false;
        }
    }

    private static boolean isDocument(Zip zip) {
        return zip.names().contains(TYPES) && zip.names().stream().anyMatch(name -> name.startsWith(DOCUMENT));
    }

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        try {
            Docx docx = docx(bytes);
            for (Element label : labels(docx.properties())) {
                findings.found(docx.part(), label.getAttribute("name"), label.getTextContent());
            }
        } catch (AigcException e) {
            findings.unread("package", String.valueOf(e.getMessage()));
        }
        return findings;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        return splice(bytes, label);
    }

    @Override
    public byte[] payload(byte[] bytes) {
        return splice(bytes, null);
    }

    private static byte[] splice(byte[] bytes, @Nullable AigcLabel label) {
        Docx docx;
        try {
            docx = docx(bytes);
        } catch (AigcException e) {
            throw new AigcException("The docx cannot be read to its end. %s".formatted(e.getMessage()), e);
        }
        return splice(docx, label);
    }

    private static byte[] splice(Docx docx, @Nullable AigcLabel label) {
        if (label != null && docx.zip().names().stream().anyMatch(name -> name.startsWith(SIGNATURES))) {
            throw new AigcException(
                    "The docx is signed, and a label would break the signature. Label it first and sign it after that.");
        }
        Document properties = docx.properties();
        for (Element old : labels(properties)) {
            old.getParentNode().removeChild(old);
        }
        String types = docx.types();
        String relations = docx.relations();
        if (properties == null || (docx.isOurs() && elements(properties).isEmpty())) {
            types = types.replace(OUR_TYPE, "");
            relations = relations.replace(OUR_RELATION, "");
            properties = null;
            if (label != null) {
                properties = document(PROPERTIES, NO_PROPERTIES.getBytes(StandardCharsets.UTF_8));
                types = registered(TYPES, types, OUR_TYPE, "</Types>");
                relations = registered(RELATIONS, relations, OUR_RELATION, "</Relationships>");
            }
        }
        if (label != null && properties != null) {
            put(properties, label);
        }
        Map<String, byte[]> parts = new HashMap<>();
        parts.put(TYPES, types.getBytes(StandardCharsets.ISO_8859_1));
        parts.put(RELATIONS, relations.getBytes(StandardCharsets.ISO_8859_1));
        parts.put(docx.part(), properties == null ? new byte[0] : text(properties));
        return docx.zip().with(parts);
    }

    private static String registered(String part, String text, String line, String end) {
        String whole = text.stripTrailing();
        if (!whole.endsWith(end) || text.contains("\"%s\"".formatted(OUR_ID))) {
            throw new AigcException(
                    "The part %s of the docx does not end with %s, or has a relationship %s. Save it anew with an office program."
                            .formatted(part, end, OUR_ID));
        }
        int at = whole.length() - end.length();
        return text.substring(0, at) + line + text.substring(at);
    }

    private static void put(Document properties, AigcLabel label) {
        int number = FIRST_NUMBER;
        for (Element property : elements(properties)) {
            String said = property.getAttribute("pid");
            number = Math.max(number, said.matches("[0-9]{1,9}") ? Integer.parseInt(said) + 1 : FIRST_NUMBER);
        }
        String space = properties.getDocumentElement().getNamespaceURI();
        Element property = properties.createElementNS(space, "property");
        property.setAttribute("fmtid", FORMAT_ID);
        property.setAttribute("pid", String.valueOf(number));
        property.setAttribute("name", AigcLabel.KEY);
        Element value =
                properties.createElementNS(CUSTOM.equals(space) ? VALUES : STRICT + "docPropsVTypes", "vt:lpwstr");
        value.setTextContent(label.bare());
        property.appendChild(value);
        properties.getDocumentElement().appendChild(property);
    }

    private static List<Element> elements(Document document) {
        List<Element> elements = new ArrayList<>();
        for (Node node = document.getDocumentElement().getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static List<Element> labels(@Nullable Document properties) {
        return properties == null
                ? List.of()
                : elements(properties).stream()
                        .filter(property -> Format.isKey(property.getAttribute("name")))
                        .toList();
    }

    /** The part of the properties is there, has a type and is related to the document; or none of that. */
    private static Docx docx(byte[] bytes) {
        if (!Zip.isOne(bytes)) {
            throw new AigcException("The file does not begin as a DOCX does; an encrypted one is not read.");
        }
        Zip zip = Zip.of(bytes);
        byte[] types = zip.unpacked(TYPES, MAX_PART);
        byte[] relations = zip.unpacked(RELATIONS, MAX_PART);
        if (types == null || relations == null || !isDocument(zip)) {
            throw new AigcException(
                    "The ZIP file has no %s, no %s or nothing in %s.".formatted(TYPES, RELATIONS, DOCUMENT));
        }
        List<String> parts = elements(document(RELATIONS, relations)).stream()
                .filter(relation -> List.of(RELATION, STRICT_RELATION).contains(relation.getAttribute("Type")))
                .map(relation -> relation.getAttribute("Target").replaceFirst("^/", ""))
                .toList();
        if (parts.size() > 1) {
            throw new AigcException(
                    "The document is related to %d parts of custom properties.".formatted(parts.size()));
        }
        String part = parts.isEmpty() ? PROPERTIES : parts.get(0);
        boolean typed = elements(document(TYPES, types)).stream()
                .anyMatch(type -> type.getAttribute("PartName").equals("/" + part));
        byte[] properties = zip.unpacked(part, MAX_PART);
        if (typed == parts.isEmpty() || typed != (properties != null)) {
            throw new AigcException(
                    "The part of custom properties is missing, or is not registered with its type and relationship.");
        }
        Document said = properties == null ? null : document(part, properties);
        if (said != null && !isProperties(said.getDocumentElement())) {
            throw new AigcException("The part of custom properties holds something else.");
        }
        return new Docx(
                zip,
                new String(types, StandardCharsets.ISO_8859_1),
                new String(relations, StandardCharsets.ISO_8859_1),
                part,
                said);
    }

    private static boolean isProperties(Element root) {
        return "Properties".equals(root.getLocalName())
                && (CUSTOM.equals(root.getNamespaceURI()) || STRICT_CUSTOM.equals(root.getNamespaceURI()));
    }

    /** Reads XML; document types are refused, so that it cannot fetch or swell. */
    private static Document document(String part, byte[] xml) {
        if (XmlDepth.of(xml, MAX_DEPTH) > MAX_DEPTH) {
            throw new AigcException("Part '%s' is nested deeper than %d levels.".formatted(part, MAX_DEPTH));
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            // its faults are thrown, and not printed as well
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new ByteArrayInputStream(xml));
        } catch (SAXException | IOException e) {
            throw new AigcException("Part '%s' is no XML that is read: %s".formatted(part, e.getMessage()), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK has an XML parser that can refuse document types.", e);
        }
    }

    private static byte[] text(Document document) {
        try {
            document.setXmlStandalone(true);
            TransformerFactory factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            factory.newTransformer().transform(new DOMSource(document), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException e) {
            throw new AigcException("The properties of the docx cannot be written: %s.".formatted(e.getMessage()), e);
        }
    }
}
