package io.kdchain.core.distill;

import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.Knowledge;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a student minimises: a weighted sum of losses, each on the logits or on a layer inside both networks.
 *
 * @param terms at least one
 */
public record Objective(List<Term> terms) {

    /** The name of a network's last layer; those before are {@code layer0}, {@code layer1} and so on, after ReLU. */
    public static final String LOGITS = "logits";

    /**
     * One loss of the sum.
     *
     * @param weight over the training
     * @param studentLayer layer of the student that it sees
     * @param teacherLayer layer of the teacher that it sees
     */
    public record Term(LossPlan loss, Schedule weight, String studentLayer, String teacherLayer) {

        /** On the logits. */
        public static Term of(DistillationLoss loss, double weight) {
            return new Term(LossPlan.always(loss), Schedule.constant(weight), LOGITS, LOGITS);
        }

        /** On a layer of each. */
        public static Term tap(DistillationLoss loss, double weight, String studentLayer, String teacherLayer) {
            return new Term(LossPlan.always(loss), Schedule.constant(weight), studentLayer, teacherLayer);
        }

        private boolean plain() {
            return weight.equals(Schedule.constant(1)) && studentLayer.equals(LOGITS) && teacherLayer.equals(LOGITS);
        }
    }

    public Objective {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("an objective has no term; then there is nothing to learn");
        }
    }

    /** One loss on the logits. */
    public static Objective of(DistillationLoss loss) {
        return of(LossPlan.always(loss));
    }

    /** One loss on the logits that may change over the training. */
    public static Objective of(LossPlan loss) {
        return new Objective(List.of(new Term(loss, Schedule.constant(1), LOGITS, LOGITS)));
    }

    /** What of the teacher the first term hands over. */
    public Knowledge knowledge() {
        return terms.get(0).loss().knowledge();
    }

    /** The names of the losses, joined. */
    public String method() {
        return String.join(
                "+",
                terms.stream()
                        .map(term -> String.valueOf(term.loss().describe().get("loss")))
                        .toList());
    }

    /** The settings by name, as an event records them; with several terms each name begins with the term's place. */
    public Map<String, String> describe() {
        if (terms.size() == 1 && terms.get(0).plain()) {
            return terms.get(0).loss().describe();
        }
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            String prefix = "term%d.".formatted(i + 1);
            term.loss().describe().forEach((name, value) -> all.put(prefix + name, value));
            all.put(prefix + "weight", term.weight().toString());
            all.put(prefix + "studentLayer", term.studentLayer());
            all.put(prefix + "teacherLayer", term.teacherLayer());
        }
        return all;
    }
}
