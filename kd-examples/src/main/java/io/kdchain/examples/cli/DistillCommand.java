package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.core.distill.TrainingProgress;
import io.kdchain.core.distill.WatchedTeacher;
import io.kdchain.examples.distillation.DistillationJob;
import io.kdchain.examples.distillation.MutualJob;
import io.kdchain.examples.engine.EngineSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd distill}: a distillation without Java. */
@Command(
        name = "distill",
        description =
                "Distils a student as a YAML file says, goes on where an interrupted run stopped, and records it.")
final class DistillCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(
            paramLabel = "CONFIG",
            description =
                    "A YAML file: data, teacher or teachers, student, loss, layers, training, validationFraction, watch, out, record; or students that learn from each other, in place of teacher, student and loss.")
    private Path config = Path.of("");

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        EngineSettings.apply();
        if (MutualJob.isMeant(config)) {
            tell(MutualJob.read(config).run(progress -> tell(false, progress)));
            return CommandLine.ExitCode.OK;
        }
        DistillationJob.Result result = DistillationJob.read(config).run(new DistillationJob.Progress() {
            @Override
            public void epoch(boolean teacher, TrainingProgress progress) {
                tell(teacher, progress);
            }

            @Override
            public void alarm(WatchedTeacher.Alarm alarm) {
                tell(alarm);
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = JSON.createObjectNode();
            node.put("student", result.student().toString());
            node.put("teacher", result.teacher().toString());
            node.put("folder", result.folder().toString());
            node.put("epochs", result.epochs());
            node.put("testRows", result.testRows());
            node.put("teacherAccuracy", result.teacherAccuracy());
            node.put("studentAccuracy", result.studentAccuracy());
            node.put("agreement", result.fidelity().agreement());
            node.put("kl", result.fidelity().kl());
            out.println(JSON.writeValueAsString(node));
        } else {
            out.println(kd.say(
                            "student %s in %s: %.1f %% right on %d test rows, its teacher %.1f %%; they agree on %.1f %%",
                            "学生模型 %s，位于 %s：测试集 %4$d 行中正确 %3$.1f %%，教师模型正确 %5$.1f %%；两者一致 %6$.1f %%")
                    .formatted(
                            result.student(),
                            result.folder(),
                            100 * result.studentAccuracy(),
                            result.testRows(),
                            100 * result.teacherAccuracy(),
                            100 * result.fidelity().agreement()));
        }
        return CommandLine.ExitCode.OK;
    }

    private void tell(MutualJob.Result result) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = JSON.createObjectNode();
            for (MutualJob.Student student : result.students()) {
                node.withArray("students")
                        .addObject()
                        .put("student", student.digest().toString())
                        .put("file", student.file())
                        .put("accuracy", student.accuracy());
            }
            node.put("folder", result.folder().toString());
            node.put("epochs", result.epochs());
            node.put("testRows", result.testRows());
            node.put("agreement", result.agreement());
            out.println(JSON.writeValueAsString(node));
            return;
        }
        for (MutualJob.Student student : result.students()) {
            out.println(
                    kd.say("student %s in %s: %.1f %% right on %d test rows", "学生模型 %s，位于 %s：测试集 %4$d 行中正确 %3$.1f %%")
                            .formatted(
                                    student.digest(),
                                    result.folder().resolve(student.file()),
                                    100 * student.accuracy(),
                                    result.testRows()));
        }
        out.println(kd.say("they agree on %.1f %%", "各学生模型一致 %.1f %%").formatted(100 * result.agreement()));
    }

    private void tell(WatchedTeacher.Alarm alarm) {
        spec.commandLine()
                .getErr()
                .println(kd.say(
                                "ALARM: the teacher was asked for %d %s, %d are tolerated",
                                "警报：教师模型已被询问 %d 个%s，容许 %d 个")
                        .formatted(
                                alarm.count(),
                                switch (alarm.kind()) {
                                    case TOO_MANY -> kd.say("inputs", "输入");
                                    case FOREIGN_INPUTS -> kd.say("inputs that are not of this training", "不属于本次训练的输入");
                                },
                                alarm.limit()));
    }

    private void tell(boolean teacher, TrainingProgress progress) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(kd.say(
                        "%s: epoch %d of %d, loss %s, %.0f rows a second, %d s left",
                        "%s：第 %d 轮，共 %d 轮，损失 %s，每秒 %.0f 行，剩余 %d 秒")
                .formatted(
                        teacher ? kd.say("teacher", "教师模型") : kd.say("student", "学生模型"),
                        progress.epoch(),
                        progress.epochs(),
                        String.format(
                                Locale.ROOT, "%.4f", progress.loss().loss().total()),
                        progress.samplesPerSecond(),
                        progress.remaining().toSeconds()));
    }
}
