package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void settingsAreWrittenSortedOneALine() {
        var settings = new Settings(Map.of("b", "2=3", "a", "1"));

        assertThat(new String(settings.toBytes(), StandardCharsets.UTF_8)).isEqualTo("a=1\nb=2=3\n");
        assertThat(settings.digest()).isNotEqualTo(new Settings(Map.of("a", "1")).digest());
    }

    @Test
    void whatCannotBeOneLineIsRefused() {
        assertThatThrownBy(() -> new Settings(Map.of("a=b", "1"))).hasMessageContaining("'a=b'");
        assertThatThrownBy(() -> new Settings(Map.of("a", "1\n2"))).hasMessageContaining("'a'");
        assertThatThrownBy(() -> new Settings(Map.of(" ", "1"))).hasMessageContaining("' '");
    }
}
