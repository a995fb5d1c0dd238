package io.kdchain.core.trace.chain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The same said in two languages. Immutable. */
public record Wording(String english, String chinese) {

    private static final Map<String, Wording> SIGNALS = Map.ofEntries(
            Map.entry("shares", new Wording("the share of a class among the rows", "某一类别在数据行中的占比")),
            Map.entry("drift", new Wording("the shift of one feature", "单个特征的漂移")),
            Map.entry("drift-everywhere", new Wording("the shift of all features together", "全部特征的总体漂移")),
            Map.entry("outside", new Wording("rows far outside the usual range", "远超常规范围的数据行")),
            Map.entry("noise", new Wording("labels that neighbouring rows contradict", "与相邻数据行相矛盾的标签")),
            Map.entry("rows", new Wording("the number of rows", "数据行的数量")),
            Map.entry("repeated", new Wording("repeated rows", "重复的数据行")),
            Map.entry("yardstick", new Wording("what nearest rows get wrong", "最近邻判断的错误")),
            Map.entry("error", new Wording("the rate of wrong answers", "错误回答率")),
            Map.entry("log-loss", new Wording("the log-loss", "对数损失")),
            Map.entry("group-gap", new Wording("the gap between groups", "群体之间的差距")),
            Map.entry("calibration", new Wording("the calibration error", "校准误差")),
            Map.entry("trigger-success", new Wording("the success of the suspected trigger", "可疑触发器的成功率")),
            Map.entry("divergence", new Wording("the distance of the answers", "回答的偏离")),
            Map.entry("spread", new Wording("the size of the logits", "输出（logits）的幅度")),
            Map.entry("logits", new Wording("the distance of the logits", "输出（logits）的偏离")),
            Map.entry("departure", new Wording("the departure from the student", "与学生模型的偏离")),
            Map.entry("misfit", new Wording("training rows that the teacher gets wrong", "教师模型答错的训练行")),
            Map.entry("recall", new Wording("the class that is recognised worst", "识别最差的类别")),
            Map.entry("canary-slope", new Wording("the scale of the inputs in service", "服务中输入的尺度")),
            Map.entry("canary-offset", new Wording("the offset of the inputs in service", "服务中输入的偏移")),
            Map.entry("canary-residual", new Wording("the scatter of the inputs in service", "服务中输入的散布")),
            Map.entry("canary-output", new Wording("what the service does to the answers", "服务对回答的改动")));

    /** Before the name of a signal that was measured over several distillations. */
    static final String AGAIN = "again-";

    /** A text with the same values in the same order in both languages; numbers as in English. */
    static Wording of(String english, String chinese, Object... values) {
        return new Wording(
                String.format(Locale.ROOT, english, in(Locale.ENGLISH, values)),
                String.format(Locale.ROOT, chinese, in(Locale.CHINESE, values)));
    }

    private static Object[] in(Locale locale, Object... values) {
        return Arrays.stream(values)
                .map(value -> value instanceof Wording wording ? wording.in(locale) : value)
                .toArray();
    }

    /** In Chinese where the locale's language is Chinese, otherwise in English. */
    public String in(Locale locale) {
        return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? chinese : english;
    }

    /** What a signal is about. */
    static Wording signal(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean again = last.startsWith(AGAIN);
        String key = again ? last.substring(AGAIN.length()) : last;
        Wording found = SIGNALS.getOrDefault(key, new Wording(key, key));
        return again ? of("%s, over several distillations", "%s（多次蒸馏）", found) : found;
    }

    Wording and(Wording other) {
        return new Wording(english + other.english, chinese + other.chinese);
    }

    /** In English. */
    @Override
    public String toString() {
        return english;
    }
}
