package io.kdchain.core.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Named tensors in the safetensors format (a little-endian header length, a JSON header, the raw values): a published
 * format that other tools read. Written with sorted names and no gaps, so that equal content gives equal bytes.
 * Immutable.
 */
public final class TensorFile {

    private static final String METADATA = "__metadata__";
    private static final String KIND = "kind";
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private enum Type {
        F64(8),
        F32(4),
        I32(4),
        I8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    private record Tensor(Type type, List<Integer> shape, ByteBuffer data) {
        int count() {
            return data.remaining() / type.bytes;
        }

        ByteBuffer values() {
            return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private final String source;
    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors;

    private TensorFile(String source, Map<String, String> metadata, Map<String, Tensor> tensors) {
        this.source = source;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects tensors; arrays are copied. */
    public static final class Builder {
        private final Map<String, String> metadata = new TreeMap<>();
        private final Map<String, Tensor> tensors = new TreeMap<>();

        private Builder() {}

        /** What the file holds; a reader asks for it. */
        public Builder kind(String kind) {
            return metadata(KIND, kind);
        }

        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        public Builder doubles(String name, double[] values, int... shape) {
            ByteBuffer data = allocate(values.length * 8);
            data.asDoubleBuffer().put(values);
            return put(name, Type.F64, data, shape);
        }

        public Builder floats(String name, float[] values, int... shape) {
            ByteBuffer data = allocate(values.length * 4);
            data.asFloatBuffer().put(values);
            return put(name, Type.F32, data, shape);
        }

        public Builder ints(String name, int[] values, int... shape) {
            ByteBuffer data = allocate(values.length * 4);
            data.asIntBuffer().put(values);
            return put(name, Type.I32, data, shape);
        }

        public Builder bytes(String name, byte[] values, int... shape) {
            return put(name, Type.I8, ByteBuffer.wrap(values.clone()), shape);
        }

        public TensorFile build() {
            return new TensorFile("new file", new TreeMap<>(metadata), new TreeMap<>(tensors));
        }

        private static ByteBuffer allocate(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }

        private Builder put(String name, Type type, ByteBuffer data, int[] shape) {
            List<Integer> sizes = IntStream.of(shape).boxed().toList();
            if (elements(sizes) * type.bytes != data.remaining()) {
                throw new IllegalArgumentException(
                        "tensor %s of shape %s has %d bytes".formatted(name, sizes, data.remaining()));
            }
            if (tensors.put(name, new Tensor(type, sizes, data)) != null) {
                throw new IllegalArgumentException("tensor %s is given twice".formatted(name));
            }
            return this;
        }
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        var header = new JsonObject();
        if (!metadata.isEmpty()) {
            var entries = new JsonObject();
            metadata.forEach(entries::addProperty);
            header.add(METADATA, entries);
        }
        var body = new ByteArrayOutputStream();
        tensors.forEach((name, tensor) -> {
            var entry = new JsonObject();
            entry.addProperty("dtype", tensor.type().name());
            entry.add("shape", array(tensor.shape()));
            byte[] data = new byte[tensor.data().remaining()];
            tensor.values().get(data);
            entry.add("data_offsets", array(List.of(body.size(), body.size() + data.length)));
            header.add(name, entry);
            body.writeBytes(data);
        });
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer out = ByteBuffer.allocate(8 + padded + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(json);
        while (out.position() < 8 + padded) {
            out.put((byte) ' ');
        }
        return out.put(body.toByteArray()).array();
    }

    /**
     * Reads a file.
     *
     * @param source named in messages
     * @throws ArtefactException if the bytes are no safetensors file of the types F64, F32, I32 and I8
     */
    public static TensorFile parse(byte[] bytes, String source) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes = bytes.length < 8 ? -1 : in.getLong();
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > in.remaining()) {
            throw malformed(source, "the header's length does not fit the file");
        }
        String json = new String(bytes, 8, (int) headerBytes, StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.wrap(bytes, 8 + (int) headerBytes, bytes.length - 8 - (int) headerBytes)
                .slice();
        Map<String, String> metadata = new TreeMap<>();
        Map<String, Tensor> tensors = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonElement> entry :
                    JsonParser.parseString(json).getAsJsonObject().entrySet()) {
                JsonObject value = entry.getValue().getAsJsonObject();
                if (entry.getKey().equals(METADATA)) {
                    value.entrySet()
                            .forEach(item ->
                                    metadata.put(item.getKey(), item.getValue().getAsString()));
                } else {
                    tensors.put(entry.getKey(), tensor(entry.getKey(), value, body, source));
                }
            }
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | ArithmeticException
                | NumberFormatException e) {
            throw malformed(source, "its header is no valid description of tensors", e);
        }
        return new TensorFile(source, metadata, tensors);
    }

    private static Tensor tensor(String name, JsonObject entry, ByteBuffer body, String source) {
        JsonElement dtype = entry.get("dtype");
        JsonElement shape = entry.get("shape");
        JsonElement offsets = entry.get("data_offsets");
        if (dtype == null
                || shape == null
                || offsets == null
                || offsets.getAsJsonArray().size() != 2) {
            throw malformed(source, "tensor %s lacks dtype, shape or data_offsets".formatted(name));
        }
        Type type = IntStream.range(0, Type.values().length)
                .mapToObj(i -> Type.values()[i])
                .filter(candidate -> candidate.name().equals(dtype.getAsString()))
                .findFirst()
                .orElseThrow(() -> malformed(source, "tensor %s has the unknown type %s".formatted(name, dtype)));
        List<Integer> sizes = shape.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsInt)
                .toList();
        long from = offsets.getAsJsonArray().get(0).getAsLong();
        long to = offsets.getAsJsonArray().get(1).getAsLong();
        boolean inside = from >= 0 && from <= to && to <= body.capacity();
        if (!inside || sizes.stream().anyMatch(size -> size < 0) || elements(sizes) * type.bytes != to - from) {
            throw malformed(source, "tensor %s does not fit its place in the file".formatted(name));
        }
        return new Tensor(type, sizes, body.slice((int) from, (int) (to - from)));
    }

    /** The same file, if it is of this kind. */
    public TensorFile requireKind(String kind) {
        if (!kind.equals(metadata.get(KIND))) {
            throw malformed(source, "it holds '%s', but '%s' was expected".formatted(metadata.get(KIND), kind));
        }
        return this;
    }

    /** Builds a value from this file; a refusal of its constructor names the file. */
    public <T> T building(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw malformed(source, String.valueOf(e.getMessage()), e);
        }
    }

    public String metadata(String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw malformed(source, "its metadata lack '%s'".formatted(key));
        }
        return value;
    }

    public List<Integer> shape(String name) {
        return tensor(name).shape();
    }

    public double[] doubles(String name) {
        Tensor tensor = tensor(name, Type.F64);
        double[] values = new double[tensor.count()];
        tensor.values().asDoubleBuffer().get(values);
        return values;
    }

    public float[] floats(String name) {
        Tensor tensor = tensor(name, Type.F32);
        float[] values = new float[tensor.count()];
        tensor.values().asFloatBuffer().get(values);
        return values;
    }

    public int[] ints(String name) {
        Tensor tensor = tensor(name, Type.I32);
        int[] values = new int[tensor.count()];
        tensor.values().asIntBuffer().get(values);
        return values;
    }

    public byte[] bytes(String name) {
        Tensor tensor = tensor(name, Type.I8);
        byte[] values = new byte[tensor.count()];
        tensor.values().get(values);
        return values;
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw malformed(source, "the tensor '%s' is missing".formatted(name));
        }
        return tensor;
    }

    private Tensor tensor(String name, Type type) {
        Tensor tensor = tensor(name);
        if (tensor.type() != type) {
            throw malformed(
                    source, "the tensor '%s' is of type %s, but %s was expected".formatted(name, tensor.type(), type));
        }
        return tensor;
    }

    private static long elements(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    private static JsonArray array(List<Integer> values) {
        var array = new JsonArray();
        values.forEach(value -> array.add(new JsonPrimitive(value)));
        return array;
    }

    private static ArtefactException malformed(String source, String problem) {
        return malformed(source, problem, null);
    }

    private static ArtefactException malformed(String source, String problem, @Nullable Throwable cause) {
        return new ArtefactException("%s is no tensor file that can be used: %s.".formatted(source, problem), cause);
    }
}
