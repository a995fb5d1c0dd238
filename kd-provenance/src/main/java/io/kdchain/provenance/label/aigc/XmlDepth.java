package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** How deep the elements of an XML text are nested, found without going as deep oneself. */
final class XmlDepth extends DefaultHandler {
    private final int limit;
    private int depth;
    private int deepest;

    private XmlDepth(int limit) {
        this.limit = limit;
    }

    /** The depth, or more than the limit if it is deeper; of what is no XML, at least the depth of its repair. */
    static int of(byte[] xml, int limit) {
        XmlDepth counter = new XmlDepth(limit);
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(new ByteArrayInputStream(xml), counter);
            return counter.deepest;
        } catch (SAXException | IOException e) {
            if (counter.deepest > limit) {
                return counter.deepest;
            }
            // a tolerant reader may mend it; then it is no deeper than it has tags
            int tags = 0;
            for (byte b : xml) {
                tags += b == '<' ? 1 : 0;
            }
            return tags / 2;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK has an XML parser that can refuse document types.", e);
        }
    }

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) throws SAXException {
        deepest = Math.max(deepest, ++depth);
        if (depth > limit) {
            throw new SAXException("deeper than is read");
        }
    }

    @Override
    public void endElement(String uri, String localName, String name) {
        depth--;
    }
}
