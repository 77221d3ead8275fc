package dev.renderfarm.common.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.Serial;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Escapes the ends of line that JSON allows as they are, since readers of JSON Lines that split by Unicode's rules, as
 * Python's {@code splitlines}, would tear a value at them.
 */
final class LineEndEscapes extends CharacterEscapes {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Map<Integer, SerializableString> ESCAPES = Map.of(
            0x85, new SerializedString("\\u0085"),
            0x2028, new SerializedString("\\u2028"),
            0x2029, new SerializedString("\\u2029"));

    private final int[] ascii = standardAsciiEscapesForJSON();

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return ESCAPES.get(character);
    }
}
