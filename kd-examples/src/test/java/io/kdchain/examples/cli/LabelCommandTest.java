package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.label.ShortLabel;
import io.kdchain.provenance.label.aigc.AigcFile;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.VerifierKey;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelCommandTest {
    private static final String CONTENT = "The finding is benign.";

    @TempDir
    private Path folder = Path.of("");

    private static final String PROVIDER = "001191990000MA0DEM0X1Y10001";

    private String jdbcUrl = "";
    private String trust = "";
    private String key = "";
    private String bytes = "";

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeEach
    void serveAnOutput() throws IOException {
        jdbcUrl = "jdbc:sqlite:" + file("chain.db");
        key = file("server.pem");
        bytes = Files.writeString(folder.resolve("answer.txt"), CONTENT).toString();
        kd("key", "new", key);
        try (ChainLog log = ChainLog.open(jdbcUrl, LogFixture.options())) {
            LogFixture chain = LogFixture.begin(log).wholeChain();
            chain.record(
                    "cloud",
                    LogFixture.served(),
                    List.of("deployment:ct-assist"),
                    List.of("output:17@" + Sha256.of(CONTENT.getBytes(StandardCharsets.UTF_8))));
            chain.record(
                    "cloud",
                    LogFixture.served(),
                    List.of("deployment:ct-assist"),
                    List.of("output:18@" + Sha256.of(Files.readAllBytes(image(Color.RED)))));
            // the platform takes a key that is in a file
            chain.record(
                    "cloud",
                    new KeyRotated(KeyFile.read(Path.of(key)).publicKey().text()),
                    List.of(),
                    List.of());
        }
        Trust trusted = Trust.of(
                LogFixture.LOG_KEY.publicKey(),
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()));
        trust = Files.writeString(folder.resolve("trust.txt"), trusted.text()).toString();
    }

    private String write() {
        String label = file("answer.label.json");
        Ran ran = kd("label", "write", label, "--log", jdbcUrl, "--output", "output:17", "--key", key, "--lang", "en");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("label of output:17");
        return label;
    }

    private static JsonNode json(Ran ran) throws IOException {
        assertThat(ran.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void aLabelIsCheckedWithoutTheLog() throws IOException {
        String label = write();
        Files.delete(folder.resolve("chain.db"));

        Ran told = kd("label", "verify", label, "--trust", trust, "--file", bytes, "--lang", "en");
        Ran alone = kd("label", "verify", label, "--trust", trust, "--json");
        Ran chinese = kd("label", "verify", label, "--trust", trust, "--lang", "zh");

        assertThat(told.code()).as(told.out()).isZero();
        assertThat(told.out())
                .startsWith("qualification-missing /label/teachers/0: ")
                .contains("compliance-report-missing")
                .endsWith("The label of output:17 holds." + System.lineSeparator());
        assertThat(json(alone).path("shortcomings")).hasSize(2);
        assertThat(kd("label", "verify", label, "--trust", trust, "--strict").code())
                .isEqualTo(1);
        assertThat(json(alone).path("ok").asBoolean()).isTrue();
        assertThat(json(alone).path("bytesChecked").asBoolean()).isFalse();
        assertThat(chinese.out()).contains("--file", "核验通过", "没有资质编号");
        Ran shown = kd("label", "show", label, "--lang", "en");
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("Served by: cloud", "radnet", "dataset:ct", "smallai", "kd.example/log");
        assertThat(json(kd("label", "show", label, "--json")).path("server").asText())
                .isEqualTo("cloud");
    }

    @Test
    void aScannedShortFormIsHeldAgainstItsLabel() throws IOException {
        String label = write();
        String scanned = kd("label", "short", label).out().strip();

        Ran own = kd("label", "verify", label, "--trust", trust, "--short", scanned, "--json");
        Ran none = kd("label", "verify", label, "--trust", trust, "--short", scanned.substring(0, 60));
        ShortLabel read = ShortLabel.parse(scanned);
        String other = new ShortLabel("output:18", read.origin(), read.index(), read.code()).text();
        Ran others = kd("label", "verify", label, "--trust", trust, "--short", other, "--json");

        assertThat(scanned).matches("KD1:[0-9A-Z $%*+./:-]{100,300}");
        assertThat(json(own).path("ok").asBoolean()).isTrue();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("Scan the code again");
        assertThat(others.code()).isEqualTo(1);
        assertThat(json(others).path("faults").get(0).path("code").asText()).isEqualTo("other-short-form");
        assertThat(json(others).path("faults").get(0).path("pointer").asText()).isEqualTo("/label/output");
    }

    /**
     * Both pictures, read as they are drawn; the SVG is drawn here by what its path says. A reader of photographs
     * searches for the corners of the code, and that search takes some two of a hundred clean pictures for none, by
     * chance of their text.
     */
    @Test
    void theQrCodeSaysTheShortForm() throws Exception {
        String label = write();
        Path png = folder.resolve("label.png");
        Path svg = folder.resolve("label.SVG");

        String printed =
                kd("label", "short", label, "--qr", png.toString()).out().strip();
        assertThat(kd("label", "short", label, "--qr", svg.toString()).code()).isZero();
        Ran gif = kd("label", "short", label, "--qr", file("label.gif"));

        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(scanned(picture)).isEqualTo(printed);
        assertThat(scanned(drawn(Files.readString(svg)))).isEqualTo(printed);
        assertThat(margin(picture)).isEqualTo(4 * 8);
        assertThat(margin(drawn(Files.readString(svg)))).isEqualTo(4 * 3);
        assertThat(gif.code()).isEqualTo(2);
        assertThat(gif.err()).contains("label.gif", "neither in .png nor in .svg");
    }

    private static BufferedImage drawn(String svg) {
        int width = Integer.parseInt(svg.replaceAll("(?s).*viewBox=\"0 0 (\\d+) .*", "$1"));
        BufferedImage image = new BufferedImage(width * 3, width * 3, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.BLACK);
        Pattern.compile("M(\\d+) (\\d+)h1v1h-1z")
                .matcher(svg)
                .results()
                .forEach(m ->
                        graphics.fillRect(3 * Integer.parseInt(m.group(1)), 3 * Integer.parseInt(m.group(2)), 3, 3));
        graphics.dispose();
        return image;
    }

    private static String scanned(BufferedImage image) throws ReaderException {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(source)),
                        Map.of(DecodeHintType.PURE_BARCODE, Boolean.TRUE))
                .getText();
    }

    /** Pixels of white around the code: its quiet zone is four modules (ISO/IEC 18004, 5.3.8). */
    private static int margin(BufferedImage image) {
        int width = image.getWidth();
        return IntStream.range(0, width * width)
                .filter(i -> (image.getRGB(i % width, i / width) & 0xffffff) == 0)
                .map(i -> IntStream.of(i % width, i / width, width - 1 - i % width, width - 1 - i / width)
                        .min()
                        .orElseThrow())
                .min()
                .orElseThrow();
    }

    @Test
    void whatDoesNotHoldIsNamedWithItsPlace() throws IOException {
        String label = write();
        String text = Files.readString(Path.of(label));
        String changed = file("changed.json");
        Files.writeString(Path.of(changed), text.replaceFirst("\"server\":\"cloud\"", "\"server\":\"radnet\""));
        String stripped = file("stripped.json");
        Files.writeString(Path.of(stripped), text.replaceFirst("\"content\":\"[^\"]*\",", ""));
        String other = Files.writeString(folder.resolve("other.txt"), "The finding is malignant.")
                .toString();

        Ran otherBytes = kd("label", "verify", label, "--trust", trust, "--file", other, "--json");
        Ran otherServer = kd("label", "verify", changed, "--trust", trust, "--lang", "en");
        Ran noDigest = kd("label", "verify", stripped, "--trust", trust, "--json");
        Ran noTrust = kd("label", "verify", label, "--lang", "en");

        assertThat(otherBytes.code()).isEqualTo(1);
        assertThat(json(otherBytes).path("faults").get(0).path("code").asText()).isEqualTo("other-content");
        assertThat(json(otherBytes).path("faults").get(0).path("pointer").asText())
                .isEqualTo("/label/content");
        assertThat(otherServer.code()).isEqualTo(1);
        assertThat(otherServer.out()).contains("changed /label/server: ", "does not hold");
        assertThat(noDigest.code()).isEqualTo(1);
        assertThat(json(noDigest).path("faults").findValuesAsText("code")).contains("stripped");
        assertThat(noTrust.code()).isEqualTo(1);
        assertThat(noTrust.out()).contains("checkpoint-invalid /label/log/origin: ", "--trust");
        assertThat(kd("label", "verify", changed, "--trust", trust, "--lang", "zh")
                        .out())
                .contains("签名后被更改", "未通过核验");
    }

    @Test
    void badInputIsToldAndLeavesNothing() {
        String label = file("none.json");

        Ran unknown = kd("label", "write", label, "--log", jdbcUrl, "--output", "output:none", "--key", key);
        Ran noDigest = kd("label", "write", label, "--log", jdbcUrl, "--output", "output:1", "--key", key);
        Ran others =
                kd("label", "write", label, "--log", jdbcUrl, "--output", "output:17", "--key", key, "--file", trust);

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("output:none");
        assertThat(noDigest.code()).isEqualTo(2);
        assertThat(noDigest.err()).contains("--file");
        assertThat(others.code()).isEqualTo(2);
        assertThat(others.err()).contains("has the digest");
        assertThat(folder.resolve("none.json")).doesNotExist();
        assertThat(kd("label", "verify", bytes).code()).isEqualTo(2);
        assertThat(kd("label", "--lang", "zh").err()).contains("verify");
    }

    @Test
    void anOutputOfABatchHasALabelOfItsOwn() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            lines.append(
                    "output:batch-%d %s%n".formatted(i, Sha256.of(("answer " + i).getBytes(StandardCharsets.UTF_8))));
        }
        String members = Files.writeString(
                        folder.resolve("members.txt"), lines.toString().replace("\r", ""))
                .toString();
        JsonNode batch = json(kd("label", "batch", members));
        try (ChainLog log = ChainLog.open(jdbcUrl, LogFixture.options().ids(io.kdchain.provenance.IdSource.RANDOM))) {
            log.recorder(LogFixture.CHAIN, new PartyId("cloud"), KeyFile.read(Path.of(key)))
                    .record(
                            new OutputServed(
                                    null,
                                    List.of(OutputServed.Label.TRACEABILITY),
                                    null,
                                    new OutputServed.Batch(
                                            batch.path("count").asLong(),
                                            Digest.parse(
                                                    batch.path("merkleRoot").asText()))),
                            LogFixture.START,
                            LogFixture.entities(List.of("deployment:ct-assist")),
                            LogFixture.entities(List.of("output:batch")),
                            List.of());
        }
        String[] write = {
            "label",
            "write",
            file("three.json"),
            "--log",
            jdbcUrl,
            "--key",
            key,
            "--batch",
            "output:batch",
            "--members",
            members,
            "--output"
        };
        String answer =
                Files.writeString(folder.resolve("three.txt"), "answer 3").toString();

        Ran written = kd(with(write, "output:batch-3"));
        Ran verified = kd("label", "verify", file("three.json"), "--trust", trust, "--file", answer, "--lang", "en");
        Ran otherBytes = kd("label", "verify", file("three.json"), "--trust", trust, "--file", bytes, "--json");
        Ran stranger = kd(with(write, "output:batch-9"));
        Ran wrongBytes = kd(with(write, "output:batch-2", "--file", answer));
        Ran half = kd(
                "label",
                "write",
                file("x"),
                "--log",
                jdbcUrl,
                "--key",
                key,
                "--output",
                "output:batch-3",
                "--batch",
                "output:batch");

        assertThat(written.code()).as(written.err()).isZero();
        assertThat(batch.path("count").asInt()).isEqualTo(5);
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out()).contains("output:batch-3 holds");
        assertThat(otherBytes.code()).isEqualTo(1);
        assertThat(stranger.code()).isEqualTo(2);
        assertThat(stranger.err()).contains("members.txt does not list output:batch-9");
        assertThat(wrongBytes.code()).isEqualTo(2);
        assertThat(half.code()).isEqualTo(2);
        assertThat(half.err()).contains("--members");
    }

    private static String[] with(String[] start, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(start), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void aListOfMembersIsReadStrictly() throws IOException {
        String digest = Sha256.of(new byte[0]).toString();
        for (String text : List.of(
                "",
                "output:1",
                "output:1 sha256:1\n",
                "model:1 " + digest + "\n",
                "output:1@%s %s\n".formatted(digest, digest),
                "output:1 %s\noutput:1 %s\n".formatted(digest, digest))) {
            Path members = Files.writeString(folder.resolve("bad.txt"), text);
            Ran ran = kd("label", "batch", members.toString());
            assertThat(ran.code()).as(text).isEqualTo(2);
            assertThat(ran.err()).as(text).contains("bad.txt");
        }
    }

    private Path image(Color dot) throws IOException {
        BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(9, 9, dot.getRGB());
        Path png = folder.resolve(dot.getRed() + ".png");
        assertThat(ImageIO.write(picture, "png", png.toFile())).isTrue();
        return png;
    }

    @Test
    void theLabelInAnImageLeadsToItsLabelAndIntoTheLog() throws IOException {
        Path png = image(Color.RED);
        String label = file("18.label.json");
        String labelled = file("18.png");
        Ran wrote = kd("label", "write", label, "--log", jdbcUrl, "--output", "output:18", "--key", key);
        assertThat(wrote.code()).as(wrote.err()).isZero();

        Ran aigc =
                kd("label", "aigc", "write", png.toString(), "-o", labelled, "--producer", PROVIDER, "--label", label);

        assertThat(aigc.code()).as(aigc.err()).isZero();
        Ran all = kd(
                "label", "aigc", "check", labelled, "--label", label, "--trust", trust, "--log", jdbcUrl, "--lang",
                "en");
        assertThat(all.code()).as(all.out()).isZero();
        assertThat(all.out()).contains("has evidence of this output", "implicit label: compliant");
        assertThat(kd("label", "verify", label, "--trust", trust, "--file", labelled)
                        .code())
                .isZero();
        JsonNode told = json(kd("label", "aigc", "check", labelled, "--json"));
        assertThat(told.path("conclusion").asText()).isEqualTo("compliant");
        assertThat(told.path("evidence").path("labels").get(0).path("text").asText())
                .contains("\"ProduceID\":\"output:18\"", "\"ReservedCode1\":\"v1.ed25519.");
        assertThat(kd("label", "aigc", "read", labelled).out()).contains("iTXt XML:com.adobe.xmp", PROVIDER);
    }

    @Test
    void aLabelThatWasStrippedOrMovedToOtherPixelsIsNoticed() throws IOException {
        Path png = image(Color.RED);
        Path other = image(Color.BLUE);
        String label = file("18.label.json");
        kd("label", "write", label, "--log", jdbcUrl, "--output", "output:18", "--key", key);
        String moved = file("moved.png");
        kd("label", "aigc", "write", png.toString(), "--producer", PROVIDER, "--label", label);
        String code = json(kd("label", "aigc", "read", png.toString(), "--json"))
                .path("labels")
                .get(0)
                .path("text")
                .asText();
        AigcFile forged = AigcFile.read(other)
                .labelled(
                        AigcLabel.of(
                                PROVIDER,
                                "output:18",
                                new ObjectMapper()
                                        .readTree(code)
                                        .path("ReservedCode1")
                                        .asText()),
                        AigcFile.Foreign.REFUSE);
        forged.write(Path.of(moved));

        Ran bare = kd("label", "aigc", "check", other.toString(), "--label", label, "--trust", trust, "--lang", "en");
        Ran others = kd("label", "aigc", "check", moved, "--label", label, "--trust", trust, "--json");
        Ran wrongFile = kd(
                "label", "aigc", "write", other.toString(), "--producer", PROVIDER, "--label", label, "--lang", "en");
        Ran unknown = kd("label", "aigc", "write", other.toString(), "--producer", PROVIDER, "--id", "output:none");
        Ran notServed = kd("label", "aigc", "check", other.toString(), "--log", jdbcUrl, "--lang", "en");

        assertThat(bare.code()).isEqualTo(1);
        assertThat(bare.out()).contains("not found", "other-aigc-label");
        assertThat(others.code()).isEqualTo(1);
        assertThat(json(others).path("conclusion").asText()).isEqualTo("compliant");
        assertThat(json(others).path("trace").findValuesAsText("code")).contains("other-content");
        assertThat(wrongFile.code()).isEqualTo(2);
        assertThat(wrongFile.err()).contains("kd label write --file");
        assertThat(unknown.code()).isZero();
        assertThat(notServed.code()).isEqualTo(1);
        assertThat(notServed.out()).contains("no evidence");
    }

    @Test
    void whoSpreadsAFileIsAddedAndWhatIsBrokenIsToldInBothLanguages() throws IOException {
        String note = Files.writeString(folder.resolve("note.md"), "# Finding\n\nBenign.\n")
                .toString();

        Ran marked = kd("label", "aigc", "mark", note, "-o", note, "--lang", "en");
        Ran wrote = kd("label", "aigc", "write", note, "--producer", PROVIDER, "--id", "17");
        Ran spread = kd("label", "aigc", "propagate", note, "--propagator", "platform", "--id", "p-1");
        Ran checked = kd("label", "aigc", "check", note, "--lang", "en");
        Path broken =
                Files.write(folder.resolve("broken.png"), Arrays.copyOf(Files.readAllBytes(image(Color.RED)), 40));
        Ran inconclusive = kd("label", "aigc", "check", broken.toString(), "--lang", "zh");
        Ran refused = kd("label", "aigc", "write", broken.toString(), "--producer", PROVIDER, "--id", "17");
        Ran name = kd("label", "aigc", "write", note, "--producer", "\u667a\u8054", "--id", "17", "--replace");
        Ran none = kd("label", "aigc", "propagate", broken.toString(), "--propagator", "p", "--id", "1");

        assertThat(marked.code()).isZero();
        assertThat(wrote.code()).as(wrote.err()).isZero();
        assertThat(spread.code()).as(spread.err()).isZero();
        assertThat(checked.code()).isZero();
        assertThat(checked.out()).contains("explicit label: present");
        assertThat(Files.readString(Path.of(note)))
                .startsWith("---\nAIGC:\n  Label: '1'\n")
                .contains("ContentPropagator: 'platform'", "AI-generated");
        assertThat(inconclusive.code()).isEqualTo(2);
        assertThat(inconclusive.out()).contains("\u65e0\u6cd5\u5224\u5b9a", "unread");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("Export it anew");
        assertThat(name.err()).contains("U+667A", "27");
        assertThat(none.err()).contains("inconclusive");
        assertThat(kd("label", "aigc").code()).isEqualTo(2);
    }
}
