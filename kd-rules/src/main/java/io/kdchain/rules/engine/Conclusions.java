package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Makes conclusions from the trees of rules. */
public final class Conclusions {
    private Conclusions() {}

    /** The conclusion that a rule draws with these values of its bindings. */
    public static Conclusion make(Vocabulary vocabulary, Insertion insertion, Map<String, Object> bindings) {
        WordEntry word = vocabulary
                .word(insertion.type())
                .orElseThrow(() -> new IllegalStateException(
                        "%s is no word of the vocabulary; the rule was not checked.".formatted(insertion.type())));
        Object[] values = new Object[word.fields().size()];
        Class<?>[] types = new Class<?>[values.length];
        for (int i = 0; i < values.length; i++) {
            Operand o = insertion.arguments().get(i);
            Object value = o instanceof Operand.Variable v ? bindings.get(v.name()) : Matcher.literal(o);
            types[i] = word.fields().get(i).type();
            if (value == null) {
                throw new IllegalStateException(
                        "%s has no value in %s; the rule was not checked.".formatted(o, insertion));
            }
            values[i] =
                    value instanceof Long number && types[i] == int.class ? (Object) Math.toIntExact(number) : value;
        }
        try {
            return (Conclusion) word.type().getDeclaredConstructor(types).newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(
                    "%s cannot be made; conclusions are public records of the vocabulary.".formatted(word.name()), e);
        }
    }
}
