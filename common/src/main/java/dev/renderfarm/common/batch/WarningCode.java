package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What kind of thing in a batch's input goes another way than its writer may think. */
public enum WarningCode {
    /** A column or field that is none of the farm's. */
    COLUMN_NOT_READ,
    /** A line that asks for nothing: it holds values of other columns only. */
    LINE_NOT_READ,
    /** A column that is called otherwise in exports of shops. */
    READ_AS_SKU,
    /** A field of OpenAI's that changes no pixel here. */
    FIELD_IGNORED,
    /** A row that ends before the header does. */
    CELLS_MISSING,
    /** A text that other programs take for more than text. */
    READ_AS_TEXT,
    /** Blanks around a text that were left out. */
    TRIMMED,
    /** Two texts that are different and hard to tell apart. */
    LOOKS_ALIKE,
    /** What a spreadsheet wrote instead of what stood in the cell. */
    CHANGED_BY_SPREADSHEET,
    /** Pictures that were asked for in the output and stand there by their addresses. */
    GIVEN_AS_URL,
    /** A mask without transparency: what is white in it is painted anew. */
    WHITE_IS_PAINTED,
    /** One that a later release has and this one does not know. */
    OTHER;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A warning of a later release does not make its batch unreadable. */
    @JsonCreator
    static WarningCode named(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst()
                .orElse(OTHER);
    }
}
