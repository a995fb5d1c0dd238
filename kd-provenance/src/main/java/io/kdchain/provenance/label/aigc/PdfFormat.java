package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * PDF (ISO 32000): the label stands under the key AIGC of the Info dictionary. It is written as an incremental update,
 * so that every byte before it, and every signature over those bytes, stays.
 */
final class PdfFormat implements Format {
    private static final String INFO = "Info dictionary";
    private static final String METADATA = "XMP of the document";
    private static final String END = "%%EOF";
    /** PDFBox begins an update on a line of its own. */
    private static final String LINE_END = "\r\n";

    /** An object, which must not stand after the end. */
    private static final Pattern UPDATE = Pattern.compile("[\r\n]\\d{1,10} \\d{1,5} obj\\b");

    private static final Pattern OBJECT = Pattern.compile("\\s*?\r\n\\d{1,10} \\d{1,5} obj");

    @Override
    public Findings read(byte[] bytes) {
        Findings findings = new Findings();
        String file = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = file.lastIndexOf(END);
        if (end < 0 || UPDATE.matcher(file).region(end, file.length()).find()) {
            findings.unread("end of file", "The file breaks off: no %s stands after its last object.".formatted(END));
        }
        try (BoundedPdf pdf = BoundedPdf.open(bytes)) {
            PDDocument document = pdf.document();
            COSDictionary info = document.getDocumentInformation().getCOSObject();
            for (COSName name : info.keySet()) {
                if (Format.isKey(name.getName())) {
                    COSBase value = info.getDictionaryObject(name);
                    if (value instanceof COSString text) {
                        findings.found(INFO, name.getName(), text.getString());
                    } else {
                        findings.found(INFO, name.getName(), String.valueOf(value));
                    }
                }
            }
            PDMetadata metadata = document.getDocumentCatalog().getMetadata();
            if (metadata != null) {
                XmpPacket.read(metadata.toByteArray(), METADATA, findings);
            }
            if (pdf.leftPacked() != null) {
                findings.unread("file", "Not all of the PDF is unpacked: %s.".formatted(pdf.leftPacked()));
            }
        } catch (InvalidPasswordException e) {
            findings.unread("file", "The PDF opens with a password only.");
        } catch (IOException | RuntimeException e) {
            // PDFBox throws unchecked exceptions on some broken files
            findings.unread("file", "The PDF cannot be read: %s.".formatted(e));
        }
        return findings;
    }

    @Override
    public byte[] write(byte[] bytes, AigcLabel label) {
        byte[] base = payload(bytes);
        try (BoundedPdf pdf = BoundedPdf.open(base)) {
            PDDocument document = pdf.document();
            if (document.isEncrypted()) {
                throw new AigcException(
                        "The PDF is encrypted, and its label would be as well. Label it first, then encrypt it.");
            }
            COSDictionary info = document.getDocumentInformation().getCOSObject();
            Arrays.stream(info.keySet().toArray(COSName[]::new))
                    .filter(name -> Format.isKey(name.getName()))
                    .forEach(info::removeItem);
            info.setString(COSName.getPDFName(AigcLabel.KEY), label.bare());
            info.setNeedToBeUpdated(true);
            PDMetadata metadata = document.getDocumentCatalog().getMetadata();
            if (metadata != null && bearsLabel(metadata)) {
                metadata.importXMPMetadata(XmpPacket.stripped(metadata.toByteArray()));
                metadata.getCOSObject().setNeedToBeUpdated(true);
            }
            // else PDFBox takes the time of day for the file's second id
            document.setDocumentId((long) label.hashCode());
            ByteArrayOutputStream out = new ByteArrayOutputStream(base.length + 2048);
            document.saveIncremental(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AigcException("The PDF cannot be updated: %s.".formatted(e.getMessage()), e);
        }
    }

    private static boolean bearsLabel(PDMetadata metadata) throws IOException {
        Findings findings = new Findings();
        XmpPacket.read(metadata.toByteArray(), METADATA, findings);
        return !findings.labels.isEmpty();
    }

    /** The file without updates at its end that do no more than label it. */
    @Override
    public byte[] payload(byte[] bytes) {
        byte[] file = bytes;
        for (int cut = updateFrom(file); cut > 0 && onlyLabels(file, cut); cut = updateFrom(file)) {
            file = Arrays.copyOf(file, cut);
        }
        return file;
    }

    /**
     * Where the last update begins, its line end counted; negative if there is none of the form that is written here.
     */
    private static int updateFrom(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int last = text.lastIndexOf(END);
        int before = last < 0 ? -1 : text.lastIndexOf(END, last - 1);
        if (before < 0) {
            return -1;
        }
        Matcher object = OBJECT.matcher(text).region(before + END.length(), last);
        return object.lookingAt() ? text.lastIndexOf(LINE_END, object.end()) : -1;
    }

    /** Whether what stands after the cut is the Info dictionary with a label, and what belongs to it. */
    private static boolean onlyLabels(byte[] bytes, int cut) {
        try (BoundedPdf file = BoundedPdf.open(bytes);
                BoundedPdf before = BoundedPdf.open(Arrays.copyOf(bytes, cut))) {
            PDDocument whole = file.document();
            COSDictionary info = whole.getDocumentInformation().getCOSObject();
            if (!info.containsKey(AigcLabel.KEY) || before.document().getNumberOfPages() != whole.getNumberOfPages()) {
                return false;
            }
            COSDocument document = whole.getDocument();
            for (Map.Entry<COSObjectKey, Long> entry : document.getXrefTable().entrySet()) {
                COSObject object = document.getObjectFromPool(entry.getKey());
                if (entry.getValue() >= cut && !belongs(object.getObject(), info, whole)) {
                    return false;
                }
            }
            return file.leftPacked() == null && before.leftPacked() == null;
        } catch (IOException | RuntimeException e) {
            // no PDF that is read here: nothing is cut off
            return false;
        }
    }

    private static boolean belongs(COSBase object, COSDictionary info, PDDocument document) {
        PDMetadata metadata = document.getDocumentCatalog().getMetadata();
        return object == info
                || (metadata != null && object == metadata.getCOSObject())
                || (object instanceof COSStream stream && COSName.XREF.equals(stream.getCOSName(COSName.TYPE)));
    }
}
