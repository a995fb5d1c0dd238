package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a browser: it fits every width, throws no error, and the accessibility checker finds nothing. */
class ReportBrowserTest {
    private static final int PATIENCE_SECONDS = 120;
    private static final List<Integer> WIDTHS = List.of(360, 768, 1024, 1280, 1600);
    private static final String REMEMBER_ERRORS =
            "<script>var errors=[];addEventListener('error',function(e){errors.push(String(e.message||e.type))},true);</script>";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path chromium;

    @BeforeEach
    void findBrowser() {
        chromium = RequiredTool.require("chromium");
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>();
        pages.put("full-en", Report.html(SampleVerdict.full()));
        pages.put("full-zh", Report.html(SampleVerdict.full(), Locale.CHINA));
        pages.put("nobody", Report.html(ReportInput.of(SampleVerdict.nobody())));
        pages.put(
                "sole",
                Report.html(ReportInput.of(SampleVerdict.sole())
                        .incident(SampleVerdict.incident())
                        .chain(SampleVerdict.chain(Admission.ADMITTED))
                        .sources(SampleVerdict.sources())));
        pages.put("hostile", Report.html(HostileVerdict.input()));
        pages.put("many", Report.html(ReportInput.of(SampleVerdict.sole()).chain(HostileVerdict.manyDatasets(30))));
        return pages;
    }

    @Test
    void everyPageFitsEveryWidthWithoutAnError() throws Exception {
        StringBuilder frames = new StringBuilder();
        int expected = 0;
        for (Map.Entry<String, String> page : pages().entrySet()) {
            String probe = "<script>addEventListener('load',function(){"
                    + "document.querySelectorAll('details').forEach(function(d){d.open=true});"
                    + "parent.postMessage({page:'" + page.getKey() + "',width:innerWidth,"
                    + "scroll:document.documentElement.scrollWidth,errors:errors,"
                    + "tools:document.querySelectorAll('.tools[hidden]').length,h1:document.querySelectorAll('h1').length},'*')})</script>";
            Files.writeString(folder.resolve(page.getKey() + ".html"), open(page.getValue(), REMEMBER_ERRORS, probe));
            for (int width : WIDTHS) {
                frames.append(frame(page.getKey() + ".html", width, 600));
                expected++;
            }
        }

        JsonNode results = result(browse("harness.html", harness(frames, expected)));

        assertThat(results).hasSize(expected);
        for (JsonNode r : results) {
            assertThat(r.get("errors")).as(r.toString()).isEmpty();
            assertThat(r.get("scroll").asInt())
                    .as(r.toString())
                    .isLessThanOrEqualTo(r.get("width").asInt());
            assertThat(r.get("h1").asInt()).isEqualTo(1);
            assertThat(r.get("tools").asInt()).as("the script ran: %s", r).isZero();
        }
    }

    @Test
    void theAccessibilityCheckerFindsNothing() throws Exception {
        String axe = axe();
        StringBuilder frames = new StringBuilder();
        Map<String, String> pages = pages();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            String run = "<script>" + axe + "</script><script>addEventListener('load',function(){"
                    + "document.querySelectorAll('details').forEach(function(d){d.open=true});"
                    + "axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','best-practice']}).then(function(r){"
                    + "parent.postMessage({page:'" + page.getKey()
                    + "',dark:matchMedia('(prefers-color-scheme: dark)').matches,"
                    + "passes:r.passes.length,violations:r.violations.map(function(v){return v.id+': '+v.nodes.slice(0,3).map("
                    + "function(n){return n.html.slice(0,200)+' '+n.failureSummary}).join(' | ')})},'*')})})</script>";
            Files.writeString(folder.resolve(page.getKey() + "-axe.html"), open(page.getValue(), "", run));
            frames.append(frame(page.getKey() + "-axe.html", 1280, 900));
        }
        for (boolean dark : List.of(false, true)) {
            JsonNode results = result(browse(
                    "harness-axe.html",
                    harness(frames, pages.size()),
                    "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1)));

            assertThat(results).hasSize(pages.size());
            for (JsonNode r : results) {
                assertThat(r.get("dark").asBoolean()).isEqualTo(dark);
                assertThat(r.get("violations")).as(r.toString()).isEmpty();
                assertThat(r.get("passes").asInt()).as(r.toString()).isGreaterThan(20);
            }
        }
    }

    @Test
    void theSecurityPolicyLetsThePageWork() throws Exception {
        String dom = browse("as-it-is.html", Report.html(SampleVerdict.full(), Locale.CHINA));

        assertThat(dom).contains("<p class=\"tools\">").contains("<html lang=\"zh-CN\">");
    }

    private static String frame(String file, int width, int height) {
        return "<iframe src=\"%s\" width=\"%d\" height=\"%d\" style=\"border:0\"></iframe>"
                .formatted(file, width, height);
    }

    /** A page that holds the frames and writes down what they tell: starting a browser costs more than a page does. */
    private static String harness(CharSequence frames, int expected) {
        return "<!DOCTYPE html><pre id=result></pre><script>var all=[];addEventListener('message',function(e){"
                + "if(!e.data.page)return;all.push(e.data);if(all.length===" + expected
                + ")document.getElementById('result').textContent=JSON.stringify(all)})</script>" + frames;
    }

    /** The page with its security policy taken off, so that the test may look into it. */
    private static String open(String html, String first, String last) {
        String free = html.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
        assertThat(free).isNotEqualTo(html);
        return free.replaceFirst("<head>", Matcher.quoteReplacement("<head>" + first))
                .replaceFirst("</body>", Matcher.quoteReplacement(last + "</body>"));
    }

    private static String axe() throws IOException {
        try (InputStream in = ReportBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            assertThat(in).as("axe.min.js of com.deque.html.axe-core:selenium").isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String browse(String name, String html, String... options) throws Exception {
        Path page = Files.writeString(folder.resolve(name), html);
        Path out = folder.resolve(name + ".dom");
        List<String> command = new ArrayList<>(List.of(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1280,900",
                "--virtual-time-budget=20000"));
        command.addAll(List.of(options));
        command.add("--dump-dom");
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("chromium ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static JsonNode result(String dom) throws IOException {
        Matcher m = Pattern.compile("<pre id=\"result\">(.*?)</pre>", Pattern.DOTALL)
                .matcher(dom);
        assertThat(m.find())
                .as("the page reported: %s", dom.substring(0, Math.min(500, dom.length())))
                .isTrue();
        String json = m.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return new JsonMapper().readTree(json);
    }
}
