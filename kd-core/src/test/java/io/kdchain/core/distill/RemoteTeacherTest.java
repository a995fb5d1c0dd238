package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.distill.RemoteTeacher.Answer;
import io.kdchain.core.distill.RemoteTeacher.Policy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteTeacherTest {

    private static final ContentDigest NAME = ContentDigest.ofText("the service's model name and version");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Duration> waited = new ArrayList<>();
    private int requests;

    private RemoteTeacher teacher(RemoteTeacher.Service service, Policy policy) {
        return new RemoteTeacher(service, 3, NAME, policy, waited::add);
    }

    private static List<Answer> label(float[][] inputs) {
        return Arrays.stream(inputs)
                .<Answer>map(input -> new Answer.Label((int) input[0]))
                .toList();
    }

    @Test
    void itIsAskedInBatchesAndNoFasterThanAllowed() {
        RemoteTeacher teacher = teacher(
                inputs -> {
                    requests++;
                    assertThat(inputs.length).isLessThanOrEqualTo(2);
                    return label(inputs);
                },
                new Policy(2, 10, 1, SECOND));

        double[][] logits = teacher.logits(new float[][] {{2}, {0}, {1}, {2}, {0}});

        assertThat(Decisions.of(logits)).containsExactly(2, 0, 1, 2, 0);
        assertThat(requests).isEqualTo(3);
        assertThat(waited).containsExactly(SECOND, SECOND);
        assertThat(teacher.spent()).isEqualTo(5);
        assertThat(teacher.digest()).isEqualTo(NAME);
    }

    @Test
    void aFailureIsTriedAgainWithLongerWaits() {
        RemoteTeacher teacher = teacher(
                inputs -> {
                    if (++requests < 4) {
                        throw new IOException("503");
                    }
                    return label(inputs);
                },
                new Policy(8, 10, 4, SECOND));

        assertThat(Decisions.of(teacher.logits(new float[][] {{1}}))).containsExactly(1);
        assertThat(waited).containsExactly(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(4));
    }

    @Test
    void aServiceThatNeverAnswersIsGivenUpWithWhatItSaid() {
        RemoteTeacher teacher = teacher(
                inputs -> {
                    throw new IOException("no route");
                },
                new Policy(8, 10, 2, SECOND));

        assertThatThrownBy(() -> teacher.logits(new float[][] {{1}}))
                .isInstanceOf(RemoteTeacherException.class)
                .hasMessageContaining("2 attempts")
                .hasMessageContaining("no route");
        assertThat(teacher.spent()).isZero();
    }

    @Test
    void nothingIsAskedBeyondTheBudget() {
        RemoteTeacher teacher = teacher(
                inputs -> {
                    requests++;
                    return label(inputs);
                },
                new Policy(8, 3, 2, SECOND));

        teacher.logits(new float[][] {{1}, {2}});

        assertThatThrownBy(() -> teacher.logits(new float[][] {{1}, {2}})).hasMessageContaining("budget is 3");
        assertThat(requests).isEqualTo(1);
    }

    @Test
    void theBestClassesGiveTheirProbabilitiesBack() {
        RemoteTeacher teacher = teacher(
                inputs -> List.of(
                        new Answer.TopK(List.of(2, 0), List.of(0.7, 0.2)), new Answer.Logits(List.of(1.0, 2.0, 3.0))),
                new Policy(8, 3, 2, SECOND));

        double[][] logits = teacher.logits(new float[2][1]);

        assertThat(Decisions.probabilities(logits[0])).containsExactly(new double[] {0.2, 0.1, 0.7}, within(1e-9));
        assertThat(logits[1]).containsExactly(1, 2, 3);
    }

    @Test
    void answersThatCannotBeUsedAreRefused() {
        for (Answer bad : List.of(
                new Answer.Label(3),
                new Answer.Logits(List.of(1.0)),
                new Answer.TopK(List.of(0, 1), List.of(0.9, 0.9)),
                new Answer.TopK(List.of(0), List.of(-0.5)))) {
            RemoteTeacher teacher = teacher(inputs -> List.of(bad), new Policy(8, 3, 2, SECOND));

            assertThatThrownBy(() -> teacher.logits(new float[1][1]))
                    .isInstanceOf(RemoteTeacherException.class)
                    .hasMessageContaining("input 1");
        }
        assertThatThrownBy(() -> teacher(inputs -> List.of(), new Policy(8, 3, 2, SECOND))
                        .logits(new float[1][1]))
                .hasMessageContaining("answered 0 of 1");
        assertThatThrownBy(() -> new Policy(0, 1, 1, SECOND)).hasMessageContaining("batchSize is 0");
        assertThatThrownBy(() -> new Answer.TopK(List.of(1, 1), List.of(0.1, 0.2)))
                .hasMessageContaining("none twice");
    }
}
