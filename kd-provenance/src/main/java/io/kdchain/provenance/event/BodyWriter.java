package io.kdchain.provenance.event;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON by their components, in the order of their names. */
final class BodyWriter {
    /** Up to here every whole number is exact in a double, as JSON readers may use one. */
    private static final long MAX_EXACT = (1L << 53) - 1;

    private static final ClassValue<List<RecordComponent>> SORTED = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .sorted(Comparator.comparing(RecordComponent::getName))
                    .toList();
        }
    };

    private BodyWriter() {}

    static void record(Record value, JsonSink json) {
        json.beginObject();
        for (RecordComponent component : SORTED.get(value.getClass())) {
            Object part = read(value, component);
            if (part != null) {
                json.name(component.getName());
                value(part, json);
            }
        }
        json.endObject();
    }

    private static void value(Object value, JsonSink json) {
        if (value instanceof List<?> list) {
            json.beginArray();
            list.forEach(element -> value(element, json));
            json.endArray();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, element) -> sorted.put(String.valueOf(key), element));
            json.beginObject();
            sorted.forEach((key, element) -> {
                json.name(key);
                value(element, json);
            });
            json.endObject();
        } else if (value instanceof Boolean flag) {
            json.truth(flag);
        } else if (value instanceof Long number && Math.abs(number) <= MAX_EXACT) {
            json.whole(number);
        } else if (value instanceof Record record && !isText(record)) {
            record(record, json);
        } else {
            json.text(text(value));
        }
    }

    private static boolean isText(Record value) {
        return value instanceof EntityId
                || value instanceof PartyId
                || value instanceof Digest
                || value instanceof Share;
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Instant moment) {
            // as it is read, so that what is signed can be read back
            return moment.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        return value instanceof Coded coded ? coded.code() : value.toString();
    }

    private static @Nullable Object read(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Could not read %s.".formatted(component), e);
        }
    }
}
