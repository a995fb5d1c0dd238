package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a ZIP file (PKWARE APPNOTE 6.3.10, as ISO/IEC 21320-1 narrows it) where they stand, so that some can
 * be replaced and the bytes of the others copied. Only what is asked for is unpacked. A file whose directory and
 * entries do not tile it is not read: programs would see different contents in it.
 */
final class Zip {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_HEAD = 30;
    private static final int CENTRAL_HEAD = 46;
    private static final int END_HEAD = 22;
    private static final int MAX_COMMENT = 0xffff;
    private static final int MAX_ENTRIES = 10_000;
    /** Optional check sum and sizes after an entry, with their mark or without. */
    private static final Set<Integer> DESCRIPTORS = Set.of(0, 12, 16);

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    /** Midnight of 1 January 1980, the first day that ZIP knows. */
    private static final int FIRST_DAY = 0x21 << 16;

    private final byte[] bytes;
    private final List<Entry> entries;
    private final int end;

    private Zip(byte[] bytes, List<Entry> entries, int end) {
        this.bytes = bytes;
        this.entries = entries;
        this.end = end;
    }

    /** An entry: where it stands, where what it holds does, and where its line of the directory does. */
    private record Entry(
            String name,
            int method,
            int crc,
            int time,
            int from,
            int dataFrom,
            int dataTo,
            int to,
            int lineFrom,
            int lineTo) {}

    static boolean isOne(byte[] bytes) {
        return bytes.length >= LOCAL_HEAD && in(bytes).getInt(0) == LOCAL;
    }

    /**
     * Finds the entries.
     *
     * @throws AigcException that says why the file is not read
     */
    static Zip of(byte[] bytes) {
        ByteBuffer in = in(bytes);
        int end = bytes.length - END_HEAD;
        while (end >= 0 && !(in.getInt(end) == END && u16(in, end + 20) == bytes.length - end - END_HEAD)) {
            end--;
            require(
                    bytes.length - end - END_HEAD <= MAX_COMMENT,
                    "The directory at the end of the ZIP file is missing.");
        }
        require(end >= 0, "The directory at the end of the ZIP file is missing.");
        int count = u16(in, end + 10);
        long directory = Integer.toUnsignedLong(in.getInt(end + 16));
        require(
                directory + Integer.toUnsignedLong(in.getInt(end + 12)) == end && u16(in, end + 8) == count,
                "The directory of the ZIP file does not stand before its end, or the file has several volumes.");
        require(count <= MAX_ENTRIES, "The ZIP file has more than %d entries.".formatted(MAX_ENTRIES));
        return new Zip(bytes, entries(in, count, (int) directory, end), end);
    }

    private static List<Entry> entries(ByteBuffer in, int count, int directory, int end) {
        List<Integer> lines = new ArrayList<>();
        int at = directory;
        for (int i = 0; i < count; i++) {
            require(
                    end - at >= CENTRAL_HEAD && in.getInt(at) == CENTRAL && end - at >= line(in, at),
                    "The directory of the ZIP file breaks off.");
            lines.add(at);
            at += line(in, at);
        }
        require(at == end, "The directory of the ZIP file has more lines than it states.");
        lines.sort(Comparator.comparingLong(line -> Integer.toUnsignedLong(in.getInt(line + 42))));
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            int line = lines.get(i);
            long to = i + 1 < lines.size() ? Integer.toUnsignedLong(in.getInt(lines.get(i + 1) + 42)) : directory;
            require(
                    in.getInt(line + 42) == from && to <= directory,
                    "The entries of the ZIP file overlap, or leave gaps.");
            Entry entry = entry(in, line, from, (int) to);
            require(names.add(entry.name()), "The ZIP file has two entries '%s'.".formatted(printable(entry.name())));
            entries.add(entry);
            from = (int) to;
        }
        require(from == directory, "Something stands in the ZIP file before its directory.");
        return entries;
    }

    private static int line(ByteBuffer in, int at) {
        return CENTRAL_HEAD + u16(in, at + 28) + u16(in, at + 30) + u16(in, at + 32);
    }

    private static Entry entry(ByteBuffer in, int line, int from, int to) {
        String name = text(in, line + CENTRAL_HEAD, u16(in, line + 28));
        String said = printable(name);
        require(
                to - from >= LOCAL_HEAD && in.getInt(from) == LOCAL,
                "Entry '%s' of the ZIP file has no head.".formatted(said));
        int dataFrom = from + LOCAL_HEAD + u16(in, from + 26) + u16(in, from + 28);
        long dataTo = dataFrom + Integer.toUnsignedLong(in.getInt(line + 20));
        require(
                dataTo <= to && DESCRIPTORS.contains((int) (to - dataTo)),
                "Entry '%s' of the ZIP file has another length than is stated.".formatted(said));
        require(
                name.equals(text(in, from + LOCAL_HEAD, u16(in, from + 26))),
                "Entry '%s' of the ZIP file has another name in its head.".formatted(said));
        require((u16(in, line + 8) & 1) == 0, "Entry '%s' of the ZIP file is encrypted.".formatted(said));
        return new Entry(
                name,
                u16(in, line + 10),
                in.getInt(line + 16),
                in.getInt(line + 12),
                from,
                dataFrom,
                (int) dataTo,
                to,
                line,
                line + line(in, line));
    }

    List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    /** What an entry holds, null if there is none of this name. */
    byte @Nullable [] unpacked(String name, int max) {
        for (Entry entry : entries) {
            if (entry.name().equals(name)) {
                byte[] data = unpacked(entry, max);
                CRC32 crc = new CRC32();
                crc.update(data);
                require((int) crc.getValue() == entry.crc(), "Part '%s' has a wrong CRC.".formatted(printable(name)));
                return data;
            }
        }
        return null;
    }

    private byte[] unpacked(Entry entry, int max) {
        String large = "Part '%s' has more than %d bytes when unpacked.".formatted(printable(entry.name()), max);
        if (entry.method() == STORED) {
            require(entry.dataTo() - entry.dataFrom() <= max, large);
            return Arrays.copyOfRange(bytes, entry.dataFrom(), entry.dataTo());
        }
        String broken = "Part '%s' cannot be unpacked.".formatted(printable(entry.name()));
        require(entry.method() == DEFLATED, broken);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, entry.dataFrom(), entry.dataTo() - entry.dataFrom());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                require(count > 0 || inflater.finished(), broken);
                require(out.size() + count <= max, large);
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new AigcException(broken, e);
        } finally {
            inflater.end();
        }
    }

    /**
     * The file with other contents of these entries, stored as they are, or without those whose content is empty; new
     * ones stand at the end.
     */
    byte[] with(Map<String, byte[]> contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 4096);
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        int count = 0;
        Set<String> open = new HashSet<>(contents.keySet());
        for (Entry entry : entries) {
            byte[] content = contents.get(entry.name());
            open.remove(entry.name());
            if (content == null) {
                byte[] line = Arrays.copyOfRange(bytes, entry.lineFrom(), entry.lineTo());
                in(line).putInt(42, out.size());
                directory.writeBytes(line);
                out.write(bytes, entry.from(), entry.to() - entry.from());
                count++;
            } else if (content.length > 0) {
                store(entry.name(), entry.time(), content, out, directory);
                count++;
            }
        }
        for (String name : open.stream().sorted().toList()) {
            byte[] content = contents.get(name);
            if (content != null && content.length > 0) {
                store(name, FIRST_DAY, content, out, directory);
                count++;
            }
        }
        byte[] tail = Arrays.copyOfRange(bytes, end, bytes.length);
        in(tail).putShort(8, (short) count)
                .putShort(10, (short) count)
                .putInt(12, directory.size())
                .putInt(16, out.size());
        out.writeBytes(directory.toByteArray());
        out.writeBytes(tail);
        return out.toByteArray();
    }

    private static void store(
            String name, int time, byte[] data, ByteArrayOutputStream out, ByteArrayOutputStream directory) {
        byte[] said = name.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(data);
        // what both heads say: version 2.0, names in UTF-8, stored
        ByteBuffer both = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN);
        both.putShort((short) 20)
                .putShort((short) 0x800)
                .putShort((short) STORED)
                .putInt(time);
        both.putInt((int) crc.getValue()).putInt(data.length).putInt(data.length);
        both.putShort((short) said.length).putShort((short) 0);
        ByteBuffer line = ByteBuffer.allocate(CENTRAL_HEAD + said.length).order(ByteOrder.LITTLE_ENDIAN);
        line.putInt(CENTRAL).putShort((short) 20).put(both.array());
        line.putInt(42, out.size()).position(CENTRAL_HEAD).put(said);
        directory.writeBytes(line.array());
        ByteBuffer local = ByteBuffer.allocate(LOCAL_HEAD + said.length).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(local.putInt(LOCAL).put(both.array()).put(said).array());
        out.writeBytes(data);
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new AigcException(why);
        }
    }

    private static ByteBuffer in(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int u16(ByteBuffer in, int at) {
        return in.getShort(at) & 0xffff;
    }

    private static String text(ByteBuffer in, int from, int length) {
        byte[] text = new byte[length];
        in.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(80, name.length())).replaceAll("[^!-~ ]", "?");
    }
}
