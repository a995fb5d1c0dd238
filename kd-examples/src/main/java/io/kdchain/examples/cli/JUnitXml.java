package io.kdchain.examples.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results of scenarios in the XML that build servers read. Times are left out: same input, same bytes. */
final class JUnitXml {
    private JUnitXml() {}

    static String of(List<TestRun> runs) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "kd test");
            xml.writeAttribute("tests", String.valueOf(runs.size()));
            xml.writeAttribute(
                    "failures",
                    String.valueOf(runs.stream()
                            .filter(r -> r.error() == null && !r.passed())
                            .count()));
            xml.writeAttribute(
                    "errors",
                    String.valueOf(runs.stream().filter(r -> r.error() != null).count()));
            xml.writeAttribute("skipped", "0");
            for (TestRun run : runs) {
                testCase(xml, run);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("The XML of the test results could not be made.", e);
        }
        return text.toString();
    }

    private static void testCase(XMLStreamWriter xml, TestRun run) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", clean(run.file().toString().replace('\\', '/')));
        xml.writeAttribute("name", clean(run.scenario()));
        xml.writeAttribute("file", clean(run.file().toString()));
        String error = run.error();
        if (error != null) {
            outcome(xml, "error", error.lines().findFirst().orElse(""), error);
        } else if (!run.passed()) {
            String all = run.unmet().stream().map(Object::toString).collect(Collectors.joining("\n"));
            outcome(xml, "failure", run.unmet().get(0).toString(), all);
        }
        xml.writeEndElement();
    }

    private static void outcome(XMLStreamWriter xml, String kind, String message, String text)
            throws XMLStreamException {
        xml.writeCharacters("\n    ");
        xml.writeStartElement(kind);
        xml.writeAttribute("message", clean(message));
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
        xml.writeCharacters("\n  ");
    }

    /** Without the characters that XML 1.0 cannot hold. */
    private static String clean(String text) {
        return text.codePoints()
                .map(c -> c == '\n'
                                || c == '\t'
                                || (c >= 0x20 && c <= 0xD7FF)
                                || (c >= 0xE000 && c <= 0xFFFD)
                                || c > 0xFFFF
                        ? c
                        : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
