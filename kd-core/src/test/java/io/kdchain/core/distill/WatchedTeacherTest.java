package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.core.Clouds;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedTeacherTest {

    private static final Dataset DATA = Clouds.of(10, 2);
    private static final Samples SAMPLES = Samples.of(DATA, Standardisation.fit(DATA));
    private static final Mlp TEACHER = new Mlp(
            MlpDefinition.of(Clouds.FEATURES, 2), List.of(new float[2 * Clouds.FEATURES]), List.of(new float[] {1, 2}));

    private final List<WatchedTeacher.Alarm> alarms = new ArrayList<>();
    private final WatchedTeacher watched = new WatchedTeacher(TEACHER, List.of(SAMPLES), 45, 2, alarms::add);

    @Test
    void whatATrainingAsksRaisesNoAlarm() {
        assertThat(watched.logits(SAMPLES.inputs())).isDeepEqualTo(TEACHER.logits(SAMPLES.inputs()));
        watched.logits(SAMPLES.inputs());
        watched.logits(new float[][] {new float[Clouds.FEATURES], {1, 2, 3, 4, 5, 6}});

        assertThat(alarms).isEmpty();
        assertThat(watched.digest()).isEqualTo(TEACHER.digest());
        assertThat(watched.classes()).isEqualTo(2);
    }

    @Test
    void foreignInputsAndTooManyRaiseOneAlarmEachAndAreAnswered() {
        float[][] foreign = {{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 7}, {1, 2, 3, 4, 5, 8}};

        assertThat(watched.logits(foreign)).hasDimensions(3, 2);
        watched.logits(foreign);
        watched.logits(SAMPLES.inputs());
        watched.logits(SAMPLES.inputs());
        watched.logits(SAMPLES.inputs());

        assertThat(alarms)
                .containsExactly(
                        new WatchedTeacher.Alarm(WatchedTeacher.Kind.FOREIGN_INPUTS, 3, 2),
                        new WatchedTeacher.Alarm(WatchedTeacher.Kind.TOO_MANY, 46, 45));
        assertThatThrownBy(() -> new WatchedTeacher(TEACHER, List.of(), -1, 0, alarms::add))
                .hasMessageContaining("limit is -1");
    }
}
