package io.kdchain.rules.apportion;

import static io.kdchain.rules.apportion.Cases.appraisal;
import static io.kdchain.rules.apportion.Cases.f;
import static io.kdchain.rules.apportion.Cases.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.apportion.ItemCase.Side;
import io.kdchain.rules.verdict.Regime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares of reasoned incidents, computed by hand from grade of causation x grade of fault (law/golden.tsv). */
class GoldenSharesTest {
    private static Apportioned share(String spec, ItemCase.Builder builder) {
        Cases.Appraisal appraisal = appraisal();
        for (String part : spec.split(";", -1)) {
            String[] words = part.split(" ", -1);
            if (words[0].equals("CL")) {
                appraisal.part("victim", words[1]);
                builder.contributory(words[2]);
            } else {
                appraisal.part(words[0], words[1]);
                boolean user = words[0].equals("USp");
                builder.fault(words[0], words[2], user ? Side.TREATMENT : Side.PRODUCT);
                if (user) {
                    builder.user(words[0]);
                }
            }
        }
        return new StatutoryApportionment()
                .apportion(builder.causes(appraisal.build()).build());
    }

    private static void hold(Apportioned a, String expected) {
        for (String entry : expected.split(";", -1)) {
            String[] words = entry.split(" ", -1);
            assertThat(a.shares()).containsEntry(words[0].equals("CL") ? "claimant" : words[0], f(words[1]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DS main gross;PL secondary gross;USp secondary ordinary, DS 5/8;PL 1/4;USp 1/8",
        "DS equal gross;DP equal ordinary;PL secondary ordinary, DS 5/9;DP 5/18;PL 1/6",
        "DS main ordinary;PL equal ordinary;USp secondary ordinary;TD slight slight, DS 15/32;PL 5/16;USp 3/16;TD 1/32",
        "DP main ordinary;PL secondary ordinary, DP 5/7;PL 2/7",
        "PL main gross;DP secondary ordinary, PL 5/6;DP 1/6",
        "DP whole ordinary;PL whole gross;CL secondary gross, DP 5/18;PL 5/9;CL 1/6",
        "DP main intent;DS secondary gross;PL slight ordinary, DP 30/37;DS 6/37;PL 1/37",
        "PL main ordinary;TD secondary ordinary;USc slight ordinary, PL 15/23;TD 6/23;USc 2/23",
        "PL main gross;USc slight ordinary, PL 15/16;USc 1/16",
        "USc main ordinary;PL equal ordinary, USc 3/5;PL 2/5",
        "TD main ordinary;PL equal ordinary;DS secondary ordinary, TD 15/31;PL 10/31;DS 6/31",
        "DS main intent;PL secondary ordinary, DS 10/11;PL 1/11",
        "DP 3/5 ordinary;PL 2/5 ordinary, DP 3/5;PL 2/5",
    })
    void byFault(String spec, String expected) {
        hold(share(spec, item()), expected);
    }

    @Test
    void byFaultWithFiveBearers() {
        Apportioned a =
                share("DS main gross;PL main ordinary;USp equal ordinary;TD slight slight;CL equal gross", item());

        hold(a, "DS 15/38;PL 15/76;USp 5/38;TD 1/76;CL 5/19");
    }

    @ParameterizedTest
    @CsvSource({
        "TD main gross;DS equal ordinary;PL slight ordinary;USp slight ordinary, TD 75/119;DS 25/119;PL 5/119;USp 2/17",
        "TD main gross;DS equal ordinary;PL slight ordinary;USp secondary ordinary, TD 25/49;DS 25/147;PL 5/147;USp 2/7",
        "HA main gross;PL secondary gross;USp slight ordinary;TD slight slight, HA 450/731;PL 180/731;USp 2/17;TD 15/731",
    })
    void deviceWithFaultyTreatment(String spec, String expected) {
        ItemCase.Builder device = item().regime(Regime.STRICT)
                .medical(true)
                .strictDebtor("TD", "producer")
                .strictDebtor("PL", "seller")
                .joint("USp", "TD");
        hold(share(spec, device), expected);
    }

    @Test
    void bothCausesSufficientAnswerTogetherForWhatTheClaimantLeaves() {
        Apportioned a = share("DP whole ordinary;PL whole gross;CL secondary gross", item().joint("DP", "PL"));

        assertThat(a.claimable()).containsEntry("DP", f("5/6")).containsEntry("PL", f("5/6"));
    }
}
