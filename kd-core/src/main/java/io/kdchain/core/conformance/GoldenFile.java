package io.kdchain.core.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object of a golden file that refuses what is missing or of another type, by its place in the file. */
record GoldenFile(String place, JsonObject json) {

    static GoldenFile parse(byte[] bytes, String source) {
        try {
            JsonElement root = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
            if (!root.isJsonObject()) {
                throw new IllegalArgumentException("%s: a JSON object is expected".formatted(source));
            }
            return new GoldenFile(source, root.getAsJsonObject());
        } catch (JsonParseException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    "%s: this is no JSON: %s. Give a file of golden values.".formatted(source, e.getMessage()), e);
        }
    }

    IllegalArgumentException bad(String problem) {
        return new IllegalArgumentException("%s: %s".formatted(place, problem));
    }

    boolean has(String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }

    GoldenFile object(String name) {
        JsonElement element = element(name);
        if (!element.isJsonObject()) {
            throw bad("'%s' must be an object".formatted(name));
        }
        return new GoldenFile(place + " " + name, element.getAsJsonObject());
    }

    List<GoldenFile> objects(String name) {
        List<GoldenFile> all = new ArrayList<>();
        for (JsonElement element : array(name)) {
            if (!element.isJsonObject()) {
                throw bad("'%s' must be a list of objects".formatted(name));
            }
            all.add(new GoldenFile("%s %s[%d]".formatted(place, name, all.size()), element.getAsJsonObject()));
        }
        return all;
    }

    String text(String name) {
        JsonElement element = element(name);
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw bad("'%s' must be a text".formatted(name));
        }
        return element.getAsString();
    }

    double number(String name) {
        return number(element(name), name);
    }

    int whole(String name) {
        double value = number(name);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw bad("'%s' is %s; a whole number is expected".formatted(name, value));
        }
        return (int) value;
    }

    double[] numbers(String name) {
        JsonArray array = array(name);
        double[] all = new double[array.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = number(array.get(i), name);
        }
        return all;
    }

    int[] wholes(String name) {
        double[] numbers = numbers(name);
        int[] all = new int[numbers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (int) numbers[i];
            if (all[i] != numbers[i]) {
                throw bad("'%s' holds %s; whole numbers are expected".formatted(name, numbers[i]));
            }
        }
        return all;
    }

    /** A text, or a list of texts. */
    List<String> texts(String name) {
        JsonElement element = element(name);
        if (!element.isJsonArray()) {
            return List.of(text(name));
        }
        List<String> all = new ArrayList<>();
        for (JsonElement entry : element.getAsJsonArray()) {
            if (!entry.isJsonPrimitive()) {
                throw bad("'%s' must be a list of texts".formatted(name));
            }
            all.add(entry.getAsString());
        }
        return all;
    }

    JsonArray array(String name) {
        JsonElement element = element(name);
        if (!element.isJsonArray()) {
            throw bad("'%s' must be a list".formatted(name));
        }
        return element.getAsJsonArray();
    }

    JsonElement element(String name) {
        @Nullable JsonElement element = json.get(name);
        if (element == null || element.isJsonNull()) {
            throw bad("'%s' is missing".formatted(name));
        }
        return element;
    }

    private double number(JsonElement element, String name) {
        try {
            // NaN and the infinities come as words
            return element.getAsDouble();
        } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "%s: '%s' holds %s; a number is expected".formatted(place, name, element), e);
        }
    }
}
