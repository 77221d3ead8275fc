package dev.renderfarm.provenance.cbor;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of CBOR's data model (RFC 8949, section 2). */
public sealed interface CborValue {

    /** Whole numbers from −2⁶³ to 2⁶³−1, of both of CBOR's kinds. */
    record Whole(long value) implements CborValue {}

    record Real(double value) implements CborValue {}

    record Text(String value) implements CborValue {}

    record Truth(boolean value) implements CborValue {}

    /** Null, undefined, and what else has no content. */
    record Nothing() implements CborValue {}

    record Items(List<CborValue> values) implements CborValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Tagged(long tag, CborValue value) implements CborValue {}

    /** A byte string; equal where the bytes are. */
    final class Bytes implements CborValue {

        private final byte[] value;

        public Bytes(byte[] value) {
            this.value = value.clone();
        }

        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value) + "]";
        }
    }

    /** A map, its keys in the order in which they were given. */
    record Entries(Map<CborValue, CborValue> values) implements CborValue {

        public Entries {
            values = new LinkedHashMap<>(values);
        }

        public Optional<CborValue> get(String key) {
            return Optional.ofNullable(values.get(new Text(key)));
        }

        public Optional<CborValue> get(long key) {
            return Optional.ofNullable(values.get(new Whole(key)));
        }

        /** @throws MalformedException if there is no such text */
        public String text(String key) throws MalformedException {
            if (get(key).orElse(null) instanceof Text text) {
                return text.value();
            }
            throw missing(key, "text");
        }

        /** @throws MalformedException if there is no such byte string */
        public byte[] bytes(String key) throws MalformedException {
            if (get(key).orElse(null) instanceof Bytes bytes) {
                return bytes.value();
            }
            throw missing(key, "a byte string");
        }

        /** @throws MalformedException if there is no such whole number */
        public long whole(String key) throws MalformedException {
            if (get(key).orElse(null) instanceof Whole whole) {
                return whole.value();
            }
            throw missing(key, "a whole number");
        }

        /**
         * None where the key is absent.
         *
         * @throws MalformedException if there is something else than maps
         */
        public List<Entries> maps(String key) throws MalformedException {
            CborValue value = get(key).orElse(new Items(List.of()));
            if (!(value instanceof Items items)) {
                throw missing(key, "an array");
            }
            for (CborValue item : items.values()) {
                if (!(item instanceof Entries)) {
                    throw missing(key, "an array of maps");
                }
            }
            return items.values().stream().map(Entries.class::cast).toList();
        }

        private static MalformedException missing(String key, String kind) {
            return new MalformedException("CBOR map has no " + key + " that is " + kind);
        }
    }

    static Whole of(long value) {
        return new Whole(value);
    }

    static Text of(String value) {
        return new Text(value);
    }

    static Bytes of(byte[] value) {
        return new Bytes(value);
    }

    static Items items(CborValue... values) {
        return new Items(List.of(values));
    }

    /** @param keysAndValues a text and a value in turn */
    static Entries map(Object... keysAndValues) {
        Map<CborValue, CborValue> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(new Text((String) keysAndValues[i]), (CborValue) keysAndValues[i + 1]);
        }
        return new Entries(values);
    }
}
