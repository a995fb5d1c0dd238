package io.kdchain.rules.engine;

import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;

/** Makes conclusions from the trees of rules. */
public final class Conclusions {
    private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            Class<?>[] fields = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                return type.getDeclaredConstructor(fields);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(type.getName() + " is no record; conclusions are.", e);
            }
        }
    };

    private Conclusions() {}

    /** The conclusion that a rule draws with these values of its bindings. */
    public static Conclusion make(Vocabulary vocabulary, Insertion insertion, Map<String, Object> bindings) {
        WordEntry word = vocabulary
                .word(insertion.type())
                .orElseThrow(() -> new IllegalStateException(
                        "%s is no word of the vocabulary; the rule was not checked.".formatted(insertion.type())));
        Object[] values = new Object[word.fields().size()];
        for (int i = 0; i < values.length; i++) {
            Operand o = insertion.arguments().get(i);
            Object value = o instanceof Operand.Variable v ? bindings.get(v.name()) : Matcher.literal(o);
            if (value == null) {
                throw new IllegalStateException(
                        "%s has no value in %s; the rule was not checked.".formatted(o, insertion));
            }
            values[i] = value instanceof Long number && word.fields().get(i).type() == int.class
                    ? (Object) Math.toIntExact(number)
                    : value;
        }
        try {
            return (Conclusion) CONSTRUCTORS.get(word.type()).newInstance(values);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "%s cannot be made; conclusions are public records of the vocabulary.".formatted(word.name()), e);
        }
    }
}
