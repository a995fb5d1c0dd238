/**
 * The implicit label of generated content after GB 45438-2025, and the explicit one of its chapter 5. In: bytes of a
 * file and what its label shall say. Out: a file with exactly one label, or what labels a file bears, and apart from
 * that a verdict. Knows no log.
 *
 * <p><b>Written strictly, read tolerantly.</b> A value that exists is one that may be written. What is read is kept as
 * it was found; what is wrong with it is said by {@link io.kdchain.provenance.label.aigc.AigcVerdict}. A file that
 * cannot be read to its end is inconclusive and never unlabelled.
 *
 * <table>
 * <caption>Places of the label</caption>
 * <tr><th>carrier</th><th>written</th><th>read as well</th></tr>
 * <tr><td>PNG</td><td>iTXt XMP, property TC260:AIGC</td><td>every text chunk whose keyword contains AIGC; EXIF UserComment</td></tr>
 * <tr><td>JPEG</td><td>APP1 XMP, property TC260:AIGC</td><td>extended XMP; EXIF UserComment</td></tr>
 * <tr><td>PDF</td><td>key AIGC of the Info dictionary, as an incremental update: signatures within stay good</td><td>the XMP of the document</td></tr>
 * <tr><td>Markdown</td><td>AIGC in the front matter</td><td>the same with JSON as a scalar</td></tr>
 * <tr><td>HTML</td><td>meta element with name AIGC (a practice, not confirmed in the guide)</td><td>the same outside the head</td></tr>
 * <tr><td>JSON</td><td>member AIGC of the object (a practice: no metadata container exists)</td><td>the same as text</td></tr>
 * <tr><td>WAV</td><td>chunk AIGC before the sound</td><td>XMP in a chunk _PMX</td></tr>
 * <tr><td>WebP</td><td>XMP in a chunk of its own, property TC260:AIGC; a file in the simple form gets VP8X</td><td>EXIF UserComment</td></tr>
 * <tr><td>MP3</td><td>frame TXXX AIGC of the ID3 tag before the sound</td><td>XMP in a frame PRIV</td></tr>
 * <tr><td>DOCX</td><td>custom property AIGC, its part registered as ECMA-376 asks</td><td>the same with any key that contains AIGC</td></tr>
 * </table>
 *
 * <p><b>What remains without the label</b>, the payload, has the same digest before and after labelling, so a
 * traceability label can be written first and its digest stand in the AIGC label. The payload of an image or a sound is
 * the file without XMP, of a PDF the file before the update, of a text the text without the label; of a file without
 * XMP and label it is the file. Of a DOCX it is the file without the label, whose two parts that register properties,
 * and the properties, are not packed: how they were is not known any more once they bear a label.
 *
 * <p>PNG, JPEG and WebP are spliced by hand, since no kept library changes their metadata and leaves the rest of the
 * bytes alone; XMP is Adobe's library, HTML jsoup, YAML snakeyaml-engine, PDF Apache PDFBox. PDFBox is optional: who
 * labels PDF names {@code org.apache.pdfbox:pdfbox}.
 */
@NullMarked
package io.kdchain.provenance.label.aigc;

import org.jspecify.annotations.NullMarked;
