package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.task.RequestField;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one input: each is there, can be written everywhere, and stands once. Blanks around one are no part of it.
 * Ids that look alike are different ones, and their lines are told.
 */
final class CustomIds {

    static final int MOST_CHARACTERS = 512;

    private static final RequestField FIELD = RequestField.CUSTOM_ID;
    private static final String MISSING = "is missing: every line needs its own sku or custom_id";
    private static final String SPREADSHEET = "a number or formula that a spreadsheet has written in its own way:"
            + " format the column as text and export the file again";

    private final FirstLines ids = new FirstLines();
    private final FirstLines trimmed = new FirstLines();
    private final FirstLines skeletons = new FirstLines();

    /** The row's id, or null where it was reported. */
    @Nullable
    String of(RowFields row) {
        String given = row.text(FIELD);
        if (given == null) {
            if (!row.has(FIELD)) {
                row.reject(FIELD, MISSING);
            }
            return null;
        }
        String id = IdText.trimmed(given);
        return isSound(row, given, id) && isFirst(row, given, id) ? id : null;
    }

    /** Lets a later line have the id, since this one's is not rendered. */
    void release(String id, int line) {
        ids.release(id);
        String skeleton = IdText.skeleton(id);
        if (skeletons.lineOf(skeleton) == line) {
            skeletons.release(skeleton);
        }
    }

    /** Whether a line that is refused may be named by it. */
    static boolean canStandInAResult(String id) {
        return WellFormed.isUnicode(id)
                && id.codePointCount(0, id.length()) <= MOST_CHARACTERS
                && IdText.control(id).isEmpty()
                && !IdText.skeleton(id).isBlank();
    }

    private static boolean isSound(RowFields row, String given, String id) {
        if (!WellFormed.isUnicode(given)) {
            row.reject(FIELD, "holds half a surrogate pair: write well-formed Unicode");
            return false;
        }
        int characters = id.codePointCount(0, id.length());
        if (characters > MOST_CHARACTERS) {
            row.reject(FIELD, "has " + characters + " characters, at most " + MOST_CHARACTERS + " may be");
            return false;
        }
        OptionalInt control = IdText.control(id);
        if (control.isPresent()) {
            int place = given.indexOf(id) + control.getAsInt();
            row.reject(
                    FIELD,
                    "holds " + IdText.name(given.codePointAt(place)) + ", as its character "
                            + (given.codePointCount(0, place) + 1) + ": remove it");
            return false;
        }
        if (IdText.skeleton(id).isBlank()) {
            row.reject(FIELD, MISSING);
            return false;
        }
        return true;
    }

    private boolean isFirst(RowFields row, String given, String id) {
        boolean ofSpreadsheet = IdText.isOfSpreadsheet(id);
        int first = ids.putIfAbsent(id, row.line());
        if (first != 0) {
            row.reject(FIELD, "stands in line " + first + " already" + why(given, id, ofSpreadsheet));
            return false;
        }
        if (!given.equals(id)) {
            trimmed.putIfAbsent(id, row.line());
            row.warn(
                    FIELD,
                    WarningCode.TRIMMED,
                    "begins or ends with blanks (" + IdText.around(given) + "): they are left out");
        }
        if (ofSpreadsheet) {
            row.warn(FIELD, WarningCode.CHANGED_BY_SPREADSHEET, "looks like " + SPREADSHEET);
        }
        int alike = skeletons.putIfAbsent(IdText.skeleton(id), row.line());
        if (alike != 0) {
            row.warn(
                    FIELD,
                    WarningCode.LOOKS_ALIKE,
                    "looks like the one in line " + alike + ", line " + row.line()
                            + " is taken for another: they differ in case, width, accents, blanks, dashes or"
                            + " what does not show");
        }
        return true;
    }

    private String why(String given, String id, boolean ofSpreadsheet) {
        if (ofSpreadsheet) {
            return ", it looks like " + SPREADSHEET;
        }
        boolean blanks = !given.equals(id) || trimmed.lineOf(id) != 0;
        return (blanks ? ", but for the blanks around it" : "") + ": give every line its own";
    }
}
