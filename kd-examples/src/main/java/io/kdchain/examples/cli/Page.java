package io.kdchain.examples.cli;

import java.util.List;
import java.util.Locale;

/** A page of HTML that needs nothing from elsewhere: no script, no font, no picture. */
final class Page {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1c2530;--soft:#55606d;--line:#d9d6cc;--paper:#fbfaf6;--bad:#a32a1c;--ok:#1d6640;--warn:#7d4e00}
            @media(prefers-color-scheme:dark){:root{--ink:#e7e5de;--soft:#a9b0b9;--line:#363d46;--paper:#14181d;--bad:#f08a78;--ok:#7cc79b;--warn:#e8bd73}}
            body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
            h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .4rem;border-bottom:1px solid var(--line)}
            .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
            th{overflow-wrap:normal}td{min-width:5rem}td:first-child,th:first-child{min-width:6.5rem}
            section+section{margin-top:3.5rem;padding-top:1rem;border-top:3px double var(--line)}
            th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600}
            .bad{color:var(--bad);font-weight:600}.ok{color:var(--ok)}.warn{color:var(--warn)}.soft{color:var(--soft)}
            .banner{border:3px solid var(--bad);color:var(--bad);padding:.6rem 1rem;font-size:1.3rem;font-weight:700;text-align:center}
            code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em}
            @media print{:root{color-scheme:light}body{max-width:none}}
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;
    private boolean inSection;

    Page(String title) {
        this.title = title;
    }

    /** Begins the part in a language, by its tag. */
    Page section(String language) {
        raw(inSection ? "</section>\n" : "");
        inSection = true;
        return raw("<section lang=\"%s\">\n".formatted(language));
    }

    Page heading(int level, String text) {
        return raw("<h%d>%s</h%d>\n".formatted(level, escaped(text), level));
    }

    Page banner(String text) {
        return raw("<p class=\"banner\" role=\"alert\">" + escaped(text) + "</p>\n");
    }

    Page line(String text) {
        return raw("<p>" + escaped(text) + "</p>\n");
    }

    Page soft(String text) {
        return raw("<p class=\"soft\">" + escaped(text) + "</p>\n");
    }

    Page list(List<String> lines) {
        raw("<ul>\n");
        lines.forEach(line -> raw("<li>" + escaped(line) + "</li>\n"));
        return raw("</ul>\n");
    }

    /**
     * A cell of a table.
     *
     * @param text in words
     * @param tone of {@code ok}, {@code warn}, {@code bad}, {@code soft}; empty for none
     */
    record Cell(String text, String tone) {
        static Cell of(String text) {
            return new Cell(text, "");
        }
    }

    Page table(List<String> columns, List<List<Cell>> rows) {
        raw("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
        columns.forEach(column -> raw("<th scope=\"col\">" + escaped(column) + "</th>"));
        raw("</tr></thead><tbody>\n");
        for (List<Cell> row : rows) {
            raw("<tr>");
            for (Cell cell : row) {
                raw(cell.tone().isEmpty() ? "<td>" : "<td class=\"" + cell.tone() + "\">");
                raw(escaped(cell.text()) + "</td>");
            }
            raw("</tr>\n");
        }
        return raw("</tbody></table></div>\n");
    }

    private Page raw(String html) {
        body.append(html);
        return this;
    }

    /** Text of strangers, safe in HTML: what would turn or hide the writing is written as its code. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    int type = Character.getType(c);
                    if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
                        out.append(String.format(Locale.ROOT, "[U+%04X]", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    /**
     * The whole page.
     *
     * @param language tag of its main language
     */
    String html(String language) {
        return """
                <!DOCTYPE html>
                <html lang="%s"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
                <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
                <title>%s</title><style>
                %s</style></head><body>
                %s</body></html>
                """.formatted(language, escaped(title), STYLE, inSection ? body + "</section>" : body);
    }
}
