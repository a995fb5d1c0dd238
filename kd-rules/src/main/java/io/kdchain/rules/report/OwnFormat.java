package io.kdchain.rules.report;

import java.util.Locale;

/** What the library writes itself. */
enum OwnFormat implements ReportFormat {
    JSON {
        @Override
        public String write(ReportInput input, Locale locale) {
            return Report.json(input);
        }
    },
    TEXT {
        @Override
        public String write(ReportInput input, Locale locale) {
            return Report.text(input, locale);
        }
    },
    HTML {
        @Override
        public String write(ReportInput input, Locale locale) {
            return Report.html(input, locale);
        }
    };

    @Override
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
